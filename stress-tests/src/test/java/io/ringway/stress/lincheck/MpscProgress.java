package io.ringway.stress.lincheck;

import io.ringway.queues.MpscQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** The plain insertion by any thread and the plain removal by one. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class MpscProgress extends Operations {

    MpscProgress(int capacity) {
        super(new MpscQueue<>(capacity));
    }

    @Override
    @Operation
    public String offer(@Param(name = "element") int element) {
        return super.offer(element);
    }

    @Override
    @Operation(nonParallelGroup = "consumer")
    public Integer poll() {
        return super.poll();
    }

    /** Room for two elements. */
    public static final class Two extends MpscProgress {
        public Two() {
            super(2);
        }
    }
}
