package io.ringway.stress.lincheck;

import static io.ringway.stress.lincheck.Claim.modelChecking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * The guarantees of progress, both ways: where one is claimed no thread waits for a suspended one, and where none is
 * claimed Lincheck finds the wait.
 *
 * <p>Lincheck checks obstruction freedom, which wait freedom implies: a thread that runs alone ends, wherever the
 * others were suspended. That the number of steps has a bound, the rest of wait freedom, follows from the absence of
 * loops in the code.
 */
class ProgressTest {

    private static final String WAITS = "a plain operation may wait for a peer that is suspended in the middle of one";
    private static final String SIDES =
            "offer never waits for a consumer; poll, peek and drain never wait for a producer";
    private static final String FINDING = "The algorithm should be non-blocking, but an active lock is detected";

    private final String test;

    ProgressTest(TestInfo info) {
        test = "ProgressTest." + info.getTestMethod().orElseThrow().getName();
    }

    @Test
    void spscNeverWaits() {
        new Claim(test, "SpscQueue", "offer, poll, peek, drain and fill never wait for the other thread")
                .holds(modelChecking(Model.Two.class).checkObstructionFreedom(true), SpscProgress.Two.class);
    }

    @Test
    void spscWithRoomForOneNeverWaits() {
        new Claim(test, "SpscQueue", "offer, poll, peek, drain and fill never wait for the other thread")
                .holds(modelChecking(Model.One.class).checkObstructionFreedom(true), SpscProgress.One.class);
    }

    @Test
    void mpscMayWaitForSuspendedPeer() {
        new Claim(test, "MpscQueue", WAITS)
                .isRefuted(
                        modelChecking(Model.Two.class).checkObstructionFreedom(true), MpscProgress.Two.class, FINDING);
    }

    @Test
    void mpmcMayWaitForSuspendedPeer() {
        new Claim(test, "MpmcQueue", WAITS)
                .isRefuted(
                        modelChecking(Model.Two.class).checkObstructionFreedom(true), MpmcProgress.Two.class, FINDING);
    }

    @Test
    void mpscSidesNeverWaitForEachOther() {
        new Claim(test, "MpscQueue", SIDES)
                .holds(modelChecking(Model.Two.class).checkObstructionFreedom(true), MpscSides.Two.class);
    }

    @Test
    void mpmcSidesNeverWaitForEachOther() {
        new Claim(test, "MpmcQueue", SIDES)
                .holds(modelChecking(Model.Two.class).checkObstructionFreedom(true), MpmcSides.Two.class);
    }
}
