package io.ringway.stress.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** One thread inserts and removes, so that the lock is never held by another one; the other one looks at the size. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class PrioritySides extends PriorityOperations {

    PrioritySides(boolean levels) {
        super(levels);
    }

    @Override
    @Operation(nonParallelGroup = "worker")
    public String offer(@Param(name = "element") int element) {
        return super.offer(element);
    }

    @Override
    @Operation(nonParallelGroup = "worker")
    public String poll() {
        return super.poll();
    }

    @Override
    @Operation(nonParallelGroup = "watcher")
    public int size() {
        return super.size();
    }

    @Override
    @Operation(nonParallelGroup = "watcher")
    public boolean isEmpty() {
        return super.isEmpty();
    }

    /** With levels. */
    public static final class Levels extends PrioritySides {
        public Levels() {
            super(true);
        }
    }

    /** For any priority. */
    public static final class AnyPriority extends PrioritySides {
        public AnyPriority() {
            super(false);
        }
    }
}
