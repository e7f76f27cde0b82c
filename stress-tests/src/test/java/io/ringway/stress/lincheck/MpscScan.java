package io.ringway.stress.lincheck;

import io.ringway.queues.MpscQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Removal from inside and views, by the consumer. */
@Param(name = "element", gen = IntGen.class, conf = "1:2")
abstract class MpscScan extends Operations {

    MpscScan(int capacity) {
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
    public boolean remove(@Param(name = "element") int element) {
        return super.remove(element);
    }

    @Override
    @Operation(nonParallelGroup = "consumer")
    public boolean contains(@Param(name = "element") int element) {
        return super.contains(element);
    }

    @Override
    @Operation(nonParallelGroup = "consumer")
    public String snapshot() {
        return super.snapshot();
    }

    /** Room for two elements. */
    public static final class Two extends MpscScan {
        public Two() {
            super(2);
        }
    }
}
