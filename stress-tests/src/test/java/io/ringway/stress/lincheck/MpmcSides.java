package io.ringway.stress.lincheck;

import io.ringway.queues.MpmcQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** One producer and one consumer, of a queue that allows more: so that nobody meets a peer of the same side. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class MpmcSides extends Operations {

    MpmcSides(int capacity) {
        super(new MpmcQueue<>(capacity));
    }

    @Override
    @Operation(nonParallelGroup = "producer")
    public String offer(@Param(name = "element") int element) {
        return super.offer(element);
    }

    @Override
    @Operation(nonParallelGroup = "consumer")
    public Integer poll() {
        return super.poll();
    }

    @Override
    @Operation(nonParallelGroup = "consumer")
    public Integer peek() {
        return super.peek();
    }

    @Override
    @Operation(nonParallelGroup = "consumer")
    public Integer drainOne() {
        return super.drainOne();
    }

    /** Room for two elements. */
    public static final class Two extends MpmcSides {
        public Two() {
            super(2);
        }
    }
}
