package io.ringway.stress.lincheck;

import io.ringway.queues.MpmcQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Removal from inside and views, by any thread. */
@Param(name = "element", gen = IntGen.class, conf = "1:2")
abstract class MpmcScan extends Operations {

    MpmcScan(int capacity) {
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
    public boolean remove(@Param(name = "element") int element) {
        return super.remove(element);
    }

    @Override
    @Operation
    public boolean contains(@Param(name = "element") int element) {
        return super.contains(element);
    }

    @Override
    @Operation
    public String snapshot() {
        return super.snapshot();
    }

    /** Room for two elements. */
    public static final class Two extends MpmcScan {
        public Two() {
            super(2);
        }
    }
}
