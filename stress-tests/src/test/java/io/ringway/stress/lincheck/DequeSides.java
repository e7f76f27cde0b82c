package io.ringway.stress.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** An owner and one thief, so that no thief meets another. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
@Param(name = "limit", gen = IntGen.class, conf = "1:4")
abstract class DequeSides extends DequeOperations {

    DequeSides(int capacity) {
        super(capacity);
    }

    @Override
    @Operation(nonParallelGroup = "owner")
    public boolean push(@Param(name = "element") int element) {
        return super.push(element);
    }

    @Override
    @Operation(nonParallelGroup = "owner")
    public Integer pop() {
        return super.pop();
    }

    @Override
    @Operation(nonParallelGroup = "thief")
    public Integer steal() {
        return super.steal();
    }

    @Override
    @Operation(nonParallelGroup = "thief")
    public String stealBatch(@Param(name = "limit") int limit) {
        return super.stealBatch(limit);
    }

    /** Room for more elements than a scenario pushes. */
    public static final class Sixteen extends DequeSides {
        public Sixteen() {
            super(16);
        }
    }
}
