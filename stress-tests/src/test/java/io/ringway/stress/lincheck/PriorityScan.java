package io.ringway.stress.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Removal from inside and views, by any thread. */
@Param(name = "element", gen = IntGen.class, conf = "1:4")
abstract class PriorityScan extends PriorityOperations {

    PriorityScan(boolean levels) {
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

    @Override
    @Operation
    public int size() {
        return super.size();
    }

    @Override
    @Operation
    public boolean isEmpty() {
        return super.isEmpty();
    }

    @Override
    @Operation
    public void clear() {
        super.clear();
    }

    /** With levels. */
    public static final class Levels extends PriorityScan {
        public Levels() {
            super(true);
        }
    }

    /** For any priority. */
    public static final class AnyPriority extends PriorityScan {
        public AnyPriority() {
            super(false);
        }
    }
}
