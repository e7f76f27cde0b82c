package io.ringway.stress.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Insertion and removal by any thread. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class PriorityTransfer extends PriorityOperations {

    PriorityTransfer(boolean levels) {
        super(levels);
    }

    @Override
    @Operation
    public String offer(@Param(name = "element") int element) {
        return super.offer(element);
    }

    @Override
    @Operation
    public String fillOne(@Param(name = "element") int element) {
        return super.fillOne(element);
    }

    @Override
    @Operation
    public String poll() {
        return super.poll();
    }

    @Override
    @Operation
    public String pollItem() {
        return super.pollItem();
    }

    @Override
    @Operation
    public String peek() {
        return super.peek();
    }

    @Override
    @Operation
    public void close() {
        super.close();
    }

    /** With levels. */
    public static final class Levels extends PriorityTransfer {
        public Levels() {
            super(true);
        }
    }

    /** For any priority. */
    public static final class AnyPriority extends PriorityTransfer {
        public AnyPriority() {
            super(false);
        }
    }
}
