package io.ringway.durable;

import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** How the engine runs. Each setter names its default. */
public final class DurableOptions {

    /** The defaults. */
    public static final DurableOptions DEFAULT = builder().build();

    private final int maxPendingCommands;
    private final int maxPendingBytes;
    private final int deliveryThreads;
    private final long snapshotBytes;
    private final Consumer<? super DeadLetterEvent> onDeadLetter;
    private final Clock clock;
    private final LongSupplier nanoClock;

    private DurableOptions(Builder builder) {
        maxPendingCommands = builder.maxPendingCommands;
        maxPendingBytes = builder.maxPendingBytes;
        deliveryThreads = builder.deliveryThreads;
        snapshotBytes = builder.snapshotBytes;
        onDeadLetter = builder.onDeadLetter;
        clock = builder.clock;
        nanoClock = builder.nanoClock;
    }

    /**
     * Begins options with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    int maxPendingCommands() {
        return maxPendingCommands;
    }

    int maxPendingBytes() {
        return maxPendingBytes;
    }

    int deliveryThreads() {
        return deliveryThreads;
    }

    long snapshotBytes() {
        return snapshotBytes;
    }

    Consumer<? super DeadLetterEvent> onDeadLetter() {
        return onDeadLetter;
    }

    Clock clock() {
        return clock;
    }

    LongSupplier nanoClock() {
        return nanoClock;
    }

    /** Builds {@link DurableOptions}. */
    public static final class Builder {
        private int maxPendingCommands = 1 << 13;
        private int maxPendingBytes = 64 << 20;
        private int deliveryThreads =
                Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
        private long snapshotBytes = 1L << 30;
        private Consumer<? super DeadLetterEvent> onDeadLetter = event -> {};
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoClock = System::nanoTime;

        private Builder() {}

        /**
         * Sets how many requests may wait for the log; further callers wait for room. 8,192.
         *
         * @param maxPendingCommands from 2 to 1,048,576
         * @return this builder
         */
        public Builder maxPendingCommands(int maxPendingCommands) {
            this.maxPendingCommands = range("maxPendingCommands", maxPendingCommands, 2, 1 << 20);
            return this;
        }

        /**
         * Sets how many bytes of requests may wait for the log; further callers wait for room. 64 MiB.
         *
         * @param maxPendingBytes at least 64 KiB
         * @return this builder
         */
        public Builder maxPendingBytes(int maxPendingBytes) {
            this.maxPendingBytes = range("maxPendingBytes", maxPendingBytes, 1 << 16, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Sets how many threads call listeners and complete futures. As many as there are processors, from 2 to 8.
         *
         * @param deliveryThreads from 1 to 256
         * @return this builder
         */
        public Builder deliveryThreads(int deliveryThreads) {
            this.deliveryThreads = range("deliveryThreads", deliveryThreads, 1, 256);
            return this;
        }

        /**
         * Sets after how many bytes of log a snapshot is written at the latest, which bounds how long opening takes. 1
         * GiB. A small state is written more often, so that the log can give up and use again what is settled.
         *
         * @param snapshotBytes at least 64 KiB
         * @return this builder
         */
        public Builder snapshotBytes(long snapshotBytes) {
            if (snapshotBytes < 1 << 16) {
                throw new InvalidRequestException("snapshotBytes must be at least 65536: " + snapshotBytes);
            }
            this.snapshotBytes = snapshotBytes;
            return this;
        }

        /**
         * Sets who is told of each dead letter, on a delivery thread, after it is durable. Nobody. A crash may lose the
         * call, never the dead letter.
         *
         * @param onDeadLetter must not block for long
         * @return this builder
         */
        public Builder onDeadLetter(Consumer<? super DeadLetterEvent> onDeadLetter) {
            this.onDeadLetter = Objects.requireNonNull(onDeadLetter, "onDeadLetter");
            return this;
        }

        /**
         * Sets the clock that is read when the engine is opened. The system's.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets what counts time from then on: nanoseconds since any moment. {@link System#nanoTime}.
         *
         * @param nanoClock must not go backwards; where it does, the engine's time stands still
         * @return this builder
         */
        public Builder nanoClock(LongSupplier nanoClock) {
            this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public DurableOptions build() {
            return new DurableOptions(this);
        }

        private static int range(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new InvalidRequestException(name + " must be from " + least + " to " + most + ": " + value);
            }
            return value;
        }
    }
}
