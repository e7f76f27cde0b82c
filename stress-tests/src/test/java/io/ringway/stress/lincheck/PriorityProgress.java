package io.ringway.stress.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** The plain insertion and removal by any thread. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class PriorityProgress extends PriorityOperations {

    PriorityProgress(boolean levels) {
        super(levels);
    }

    @Override
    @Operation
    public String offer(@Param(name = "element") int element) {
        return super.offer(element);
    }

    @Override
    @Operation
    public String poll() {
        return super.poll();
    }

    /** With levels. */
    public static final class Levels extends PriorityProgress {
        public Levels() {
            super(true);
        }
    }

    /** For any priority. */
    public static final class AnyPriority extends PriorityProgress {
        public AnyPriority() {
            super(false);
        }
    }
}
