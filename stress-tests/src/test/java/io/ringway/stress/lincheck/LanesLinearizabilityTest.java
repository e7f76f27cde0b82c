package io.ringway.stress.lincheck;

import static io.ringway.stress.lincheck.Claim.modelChecking;
import static io.ringway.stress.lincheck.Claim.stress;

import io.ringway.mqtt.LanesOperations;
import org.junit.jupiter.api.Test;

/**
 * The lanes in front of the telemetry batcher share one bound. That of three threads one is refused, for the place that
 * another one has just taken, while the consumer doesn't see the other one's reading yet, is a history that no order
 * explains: so the consumer is among two.
 */
class LanesLinearizabilityTest {
    private static final String QUEUE = "TelemetryBatcher's lanes";

    private static Claim claim(String test, String what) {
        return new Claim("LanesLinearizabilityTest." + test, QUEUE, what);
    }

    @Test
    void theBoundOfAllLanesIsOne() {
        claim("theBoundOfAllLanesIsOne", "queue is linearizable among producers")
                .holds(
                        // Nothing beforehand: that would fill them.
                        modelChecking(LanesOperations.Model.class)
                                .threads(3)
                                .actorsPerThread(2)
                                .actorsBefore(0),
                        LanesOperations.Producers.class);
    }

    @Test
    void whatIsTakenMakesRoom() {
        claim("whatIsTakenMakesRoom", "queue and poll are linearizable between two threads")
                .holds(modelChecking(LanesOperations.Model.class), LanesOperations.BothSides.class);
    }

    @Test
    void whatIsTakenMakesRoomOnRealThreads() {
        claim("whatIsTakenMakesRoomOnRealThreads", "queue and poll are linearizable between two threads")
                .holds(stress(LanesOperations.Model.class), LanesOperations.BothSides.class);
    }
}
