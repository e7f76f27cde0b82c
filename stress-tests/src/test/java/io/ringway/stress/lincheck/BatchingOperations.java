package io.ringway.stress.lincheck;

import io.ringway.queues.BatchingQueue;
import io.ringway.queues.QueueClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Insertion, flush, close and removal of batches by any thread; there is room for all, and no linger ends. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
public class BatchingOperations {

    private final BatchingQueue<Integer> queue =
            new BatchingQueue<>(BatchingModel.BATCH_SIZE, Duration.ofDays(1), BatchingModel.ROOM);

    @Operation
    public String offer(@Param(name = "element") int element) {
        try {
            return String.valueOf(queue.offer(element));
        } catch (QueueClosedException e) {
            return BatchingModel.CLOSED;
        }
    }

    @Operation
    public String drainBatch() {
        List<Integer> batch = new ArrayList<>();
        int count = queue.drainBatch(batch::add);
        return count == batch.size() ? batch.toString() : "counted " + count + " of " + batch;
    }

    @Operation
    public void flush() {
        queue.flush();
    }

    @Operation
    public void close() {
        queue.close();
    }
}
