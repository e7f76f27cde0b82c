package io.ringway.mqtt;

import java.util.Map;
import org.jetbrains.lincheck.datastructures.Operation;

/** Two lanes with room for two readings together. What comes out of them first is for their own test. */
public abstract class LanesOperations {
    private final Lanes lanes = new Lanes(2, false, 2);

    public boolean queue() {
        return lanes.queue(new Telemetry("", 0, Map.of()));
    }

    public boolean take() {
        return lanes.poll() != null;
    }

    /** Producers alone. */
    public static final class Producers extends LanesOperations {
        @Override
        @Operation
        public boolean queue() {
            return super.queue();
        }
    }

    /** Producers and the consumer. */
    public static final class BothSides extends LanesOperations {
        @Override
        @Operation
        public boolean queue() {
            return super.queue();
        }

        @Override
        @Operation(nonParallelGroup = "consumer")
        public boolean take() {
            return super.take();
        }
    }

    /** What they do when nothing happens at once. */
    public static final class Model {
        private int held;

        public boolean queue() {
            if (held == 2) {
                return false;
            }
            held++;
            return true;
        }

        public boolean take() {
            if (held == 0) {
                return false;
            }
            held--;
            return true;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Model that && held == that.held;
        }

        @Override
        public int hashCode() {
            return held;
        }
    }
}
