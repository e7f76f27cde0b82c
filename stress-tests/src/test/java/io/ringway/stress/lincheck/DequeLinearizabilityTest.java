package io.ringway.stress.lincheck;

import static io.ringway.stress.lincheck.Claim.modelChecking;
import static io.ringway.stress.lincheck.Claim.stress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * In its default mode the deque does everything at one instant between call and return.
 *
 * <p>That a batch is half of what there was at one instant is claimed of a deque that refuses no push meanwhile.
 */
class DequeLinearizabilityTest {

    private static final String SINGLE = "push, pop and steal are linearizable";
    private static final String BATCH = "push, pop, steal and stealBatch are linearizable";

    private final String test;

    DequeLinearizabilityTest(TestInfo info) {
        test = "DequeLinearizabilityTest." + info.getTestMethod().orElseThrow().getName();
    }

    private Claim claim(String what) {
        return new Claim(test, "WorkStealingDeque", what);
    }

    @Test
    void withRoomForOneIsLinearizable() {
        claim(SINGLE).holds(modelChecking(DequeModel.One.class), DequeThieves.One.class);
    }

    @Test
    void withTwoThievesIsLinearizable() {
        claim(SINGLE).holds(modelChecking(DequeModel.Two.class).threads(3).actorsPerThread(2), DequeThieves.Two.class);
    }

    @Test
    void withBatchesIsLinearizable() {
        claim(BATCH).holds(modelChecking(DequeModel.Sixteen.class).actorsBefore(4), DequeBatches.Sixteen.class);
    }

    @Test
    void withBatchesOfTwoThievesIsLinearizable() {
        claim(BATCH)
                .holds(
                        modelChecking(DequeModel.Sixteen.class)
                                .threads(3)
                                .actorsPerThread(2)
                                .actorsBefore(4),
                        DequeBatches.Sixteen.class);
    }

    @Test
    void onRealThreadsIsLinearizable() {
        claim(BATCH).holds(stress(DequeModel.Sixteen.class).actorsBefore(4), DequeBatches.Sixteen.class);
    }
}
