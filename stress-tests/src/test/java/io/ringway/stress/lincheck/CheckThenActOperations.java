package io.ringway.stress.lincheck;

import io.ringway.stress.canary.CheckThenActQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** The canary that gives an element to two consumers, with room for two. */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
public final class CheckThenActOperations {

    private final CheckThenActQueue queue = new CheckThenActQueue(2);

    @Operation
    public String offer(@Param(name = "element") int element) {
        return String.valueOf(queue.offer(element));
    }

    @Operation
    public Integer poll() {
        return queue.poll();
    }
}
