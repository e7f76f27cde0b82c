package io.ringway.stress.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** An owner, and thieves that take one element. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
abstract class DequeThieves extends DequeOperations {

    DequeThieves(int capacity) {
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
    @Operation
    public Integer steal() {
        return super.steal();
    }

    /** Room for one element. */
    public static final class One extends DequeThieves {
        public One() {
            super(1);
        }
    }

    /** Room for two elements. */
    public static final class Two extends DequeThieves {
        public Two() {
            super(2);
        }
    }
}
