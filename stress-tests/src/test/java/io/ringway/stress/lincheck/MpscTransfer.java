package io.ringway.stress.lincheck;

import io.ringway.queues.MpscQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Insertion by any thread, removal by one. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class MpscTransfer extends Operations {

    MpscTransfer(int capacity) {
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
    @Operation
    public String fillOne(@Param(name = "element") int element) {
        return super.fillOne(element);
    }

    @Override
    @Operation
    public void close() {
        super.close();
    }

    /** Room for one element. */
    public static final class One extends MpscTransfer {
        public One() {
            super(1);
        }
    }

    /** Room for two elements. */
    public static final class Two extends MpscTransfer {
        public Two() {
            super(2);
        }
    }
}
