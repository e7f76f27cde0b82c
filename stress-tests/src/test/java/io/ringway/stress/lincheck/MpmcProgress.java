package io.ringway.stress.lincheck;

import io.ringway.queues.MpmcQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** The plain insertion and removal by any thread. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class MpmcProgress extends Operations {

    MpmcProgress(int capacity) {
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

    /** Room for two elements. */
    public static final class Two extends MpmcProgress {
        public Two() {
            super(2);
        }
    }
}
