package io.ringway.stress.lincheck;

import io.ringway.queues.SpscQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** What is promised to be wait-free: insertion and removal, each by one thread. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class SpscProgress extends Operations {

    SpscProgress(int capacity) {
        super(new SpscQueue<>(capacity));
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

    @Override
    @Operation(nonParallelGroup = "producer")
    public String fillOne(@Param(name = "element") int element) {
        return super.fillOne(element);
    }

    /** Room for one element. */
    public static final class One extends SpscProgress {
        public One() {
            super(1);
        }
    }

    /** Room for two elements. */
    public static final class Two extends SpscProgress {
        public Two() {
            super(2);
        }
    }
}
