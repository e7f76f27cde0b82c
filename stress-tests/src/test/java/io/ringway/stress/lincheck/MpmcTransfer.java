package io.ringway.stress.lincheck;

import io.ringway.queues.MpmcQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Insertion and removal by any thread. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class MpmcTransfer extends Operations {

    MpmcTransfer(int capacity) {
        super(new MpmcQueue<>(capacity));
    }

    @Override
    @Operation
    public String offer(@Param(name = "element") int element) {
        return super.offer(element);
    }

    @Override
    @Operation
    public Integer poll() {
        return super.poll();
    }

    @Override
    @Operation
    public Integer peek() {
        return super.peek();
    }

    @Override
    @Operation
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
    public static final class One extends MpmcTransfer {
        public One() {
            super(1);
        }
    }

    /** Room for two elements. */
    public static final class Two extends MpmcTransfer {
        public Two() {
            super(2);
        }
    }

    /** Made for three elements, with room for four. */
    public static final class Three extends MpmcTransfer {
        public Three() {
            super(3);
        }
    }
}
