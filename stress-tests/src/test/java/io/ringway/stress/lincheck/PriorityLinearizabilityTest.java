package io.ringway.stress.lincheck;

import static io.ringway.stress.lincheck.Claim.modelChecking;
import static io.ringway.stress.lincheck.Claim.stress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The priority queue in both forms: strict order, and which operation may wait for whom. */
class PriorityLinearizabilityTest {

    private static final String QUEUE = "ConcurrentPriorityQueue";
    private static final String TRANSFER = "offer, fill, poll, pollItem, peek and close are linearizable";
    private static final String SCAN =
            "remove(Object), contains, toArray, size, isEmpty and clear are linearizable with offer and poll";
    private static final String FINDING = "The algorithm should be non-blocking, but an active lock is detected";

    /** A scan has many steps: fewer interleavings take as long. */
    private static final int SCANS = 250;

    private static final int STRESSES = 1000;

    private final String test;

    PriorityLinearizabilityTest(TestInfo info) {
        test = "PriorityLinearizabilityTest."
                + info.getTestMethod().orElseThrow().getName();
    }

    private Claim levels(String what) {
        return new Claim(test, QUEUE + " with levels", what);
    }

    private Claim anyPriority(String what) {
        return new Claim(test, QUEUE + " for any priority", what);
    }

    @Test
    void levelsAreLinearizable() {
        levels(TRANSFER).holds(modelChecking(PriorityModel.class), PriorityTransfer.Levels.class);
    }

    @Test
    void levelsWithThreeThreadsAreLinearizable() {
        levels(TRANSFER)
                .holds(modelChecking(PriorityModel.class).threads(3).actorsPerThread(2), PriorityTransfer.Levels.class);
    }

    @Test
    void levelsOnRealThreadsAreLinearizable() {
        levels(TRANSFER)
                .holds(stress(PriorityModel.class).invocationsPerIteration(STRESSES), PriorityTransfer.Levels.class);
    }

    @Test
    void scansOfLevelsAreLinearizable() {
        levels(SCAN)
                .holds(modelChecking(PriorityModel.class).invocationsPerIteration(SCANS), PriorityScan.Levels.class);
    }

    @Test
    void scansOfLevelsOnRealThreadsAreLinearizable() {
        levels(SCAN).holds(stress(PriorityModel.class), PriorityScan.Levels.class);
    }

    @Test
    void anyPriorityIsLinearizable() {
        anyPriority(TRANSFER).holds(modelChecking(PriorityModel.class), PriorityTransfer.AnyPriority.class);
    }

    @Test
    void anyPriorityOnRealThreadsIsLinearizable() {
        anyPriority(TRANSFER)
                .holds(
                        stress(PriorityModel.class).invocationsPerIteration(STRESSES),
                        PriorityTransfer.AnyPriority.class);
    }

    @Test
    void scansOfAnyPriorityAreLinearizable() {
        anyPriority(SCAN)
                .holds(
                        modelChecking(PriorityModel.class).invocationsPerIteration(SCANS),
                        PriorityScan.AnyPriority.class);
    }

    @Test
    void mayWaitForSuspendedPeer() {
        levels("a plain operation may wait for a peer that is suspended in the middle of one")
                .isRefuted(
                        modelChecking(PriorityModel.class).checkObstructionFreedom(true),
                        PriorityProgress.Levels.class,
                        FINDING);
    }

    @Test
    void sizeNeverWaits() {
        levels("size and isEmpty never wait for a thread that inserts or removes")
                .holds(modelChecking(PriorityModel.class).checkObstructionFreedom(true), PrioritySides.Levels.class);
    }
}
