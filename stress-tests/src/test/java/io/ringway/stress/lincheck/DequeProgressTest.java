package io.ringway.stress.lincheck;

import static io.ringway.stress.lincheck.Claim.modelChecking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Who waits for whom at a deque, both ways, as in {@link ProgressTest}. */
class DequeProgressTest {

    private static final String FINDING = "The algorithm should be non-blocking, but an active lock is detected";

    private final String test;

    DequeProgressTest(TestInfo info) {
        test = "DequeProgressTest." + info.getTestMethod().orElseThrow().getName();
    }

    private Claim claim(String what) {
        return new Claim(test, "WorkStealingDeque", what);
    }

    @Test
    void ownerAndThiefNeverWaitForEachOther() {
        claim("push, pop, steal and stealBatch never wait for the other side while there is room")
                .holds(
                        modelChecking(DequeModel.Sixteen.class).actorsBefore(4).checkObstructionFreedom(true),
                        DequeSides.Sixteen.class);
    }

    @Test
    void ownerOfFullDequeDoesNotWaitForThiefOfOneElement() {
        claim("push, pop and steal never wait for the other side, full or not")
                .holds(modelChecking(DequeModel.One.class).checkObstructionFreedom(true), DequeSingles.One.class);
        claim("push, pop and steal never wait for the other side, full or not")
                .holds(modelChecking(DequeModel.Two.class).checkObstructionFreedom(true), DequeSingles.Two.class);
    }

    @Test
    void thiefMayWaitForSuspendedThief() {
        claim("a thief may wait for another one that is suspended in the middle of a steal")
                .isRefuted(
                        modelChecking(DequeModel.Two.class).checkObstructionFreedom(true),
                        DequeThieves.Two.class,
                        FINDING);
    }
}
