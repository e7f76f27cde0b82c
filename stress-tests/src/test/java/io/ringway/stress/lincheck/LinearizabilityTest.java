package io.ringway.stress.lincheck;

import static io.ringway.stress.lincheck.Claim.modelChecking;
import static io.ringway.stress.lincheck.Claim.stress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Every operation of which it is promised takes effect at one instant between call and return. */
class LinearizabilityTest {

    private static final String TRANSFER = "offer, poll, peek, drain, fill and close are linearizable";
    private static final String SCAN = "remove(Object), contains and toArray are linearizable with offer and poll";

    private final String test;

    LinearizabilityTest(TestInfo info) {
        test = "LinearizabilityTest." + info.getTestMethod().orElseThrow().getName();
    }

    private Claim claim(String queue, String what) {
        return new Claim(test, queue, what);
    }

    @Test
    void spscWithRoomForOneIsLinearizable() {
        claim("SpscQueue", TRANSFER).holds(modelChecking(Model.One.class), SpscTransfer.One.class);
    }

    @Test
    void spscWithRoomForTwoIsLinearizable() {
        claim("SpscQueue", TRANSFER).holds(modelChecking(Model.Two.class), SpscTransfer.Two.class);
    }

    @Test
    void spscMadeForThreeIsLinearizableWithRoomForFour() {
        claim("SpscQueue", TRANSFER).holds(modelChecking(Model.Four.class).actorsBefore(4), SpscTransfer.Three.class);
    }

    @Test
    void spscOnRealThreadsIsLinearizable() {
        claim("SpscQueue", TRANSFER).holds(stress(Model.Two.class), SpscTransfer.Two.class);
    }

    @Test
    void mpscWithRoomForOneIsLinearizable() {
        claim("MpscQueue", TRANSFER).holds(modelChecking(Model.One.class), MpscTransfer.One.class);
    }

    @Test
    void mpscWithRoomForTwoIsLinearizable() {
        claim("MpscQueue", TRANSFER).holds(modelChecking(Model.Two.class), MpscTransfer.Two.class);
    }

    @Test
    void mpscWithThreeThreadsIsLinearizable() {
        claim("MpscQueue", TRANSFER)
                .holds(modelChecking(Model.Two.class).threads(3).actorsPerThread(2), MpscTransfer.Two.class);
    }

    @Test
    void mpscOnRealThreadsIsLinearizable() {
        claim("MpscQueue", TRANSFER).holds(stress(Model.Two.class), MpscTransfer.Two.class);
    }

    @Test
    void mpscScansAreLinearizable() {
        claim("MpscQueue", SCAN).holds(modelChecking(Model.Two.class), MpscScan.Two.class);
    }

    @Test
    void mpmcWithRoomForOneIsLinearizable() {
        claim("MpmcQueue", TRANSFER).holds(modelChecking(Model.One.class), MpmcTransfer.One.class);
    }

    @Test
    void mpmcWithRoomForTwoIsLinearizable() {
        claim("MpmcQueue", TRANSFER).holds(modelChecking(Model.Two.class), MpmcTransfer.Two.class);
    }

    @Test
    void mpmcWithThreeThreadsIsLinearizable() {
        claim("MpmcQueue", TRANSFER)
                .holds(modelChecking(Model.Two.class).threads(3).actorsPerThread(2), MpmcTransfer.Two.class);
    }

    @Test
    void mpmcMadeForThreeIsLinearizableWithRoomForFour() {
        claim("MpmcQueue", TRANSFER).holds(modelChecking(Model.Four.class).actorsBefore(4), MpmcTransfer.Three.class);
    }

    @Test
    void mpmcOnRealThreadsIsLinearizable() {
        claim("MpmcQueue", TRANSFER).holds(stress(Model.Two.class), MpmcTransfer.Two.class);
    }

    @Test
    void mpmcScansAreLinearizable() {
        claim("MpmcQueue", SCAN).holds(modelChecking(Model.Two.class), MpmcScan.Two.class);
    }

    @Test
    void mpmcScansOnRealThreadsAreLinearizable() {
        claim("MpmcQueue", SCAN).holds(stress(Model.Two.class), MpmcScan.Two.class);
    }

    @Test
    void queueWithoutCompareAndSetIsFoundOut() {
        claim("canary", "the check for linearizability finds a queue that gives an element out twice")
                .isRefuted(modelChecking(Model.Two.class), CheckThenActOperations.class, "Invalid execution results");
    }
}
