package io.ringway.mqtt;

import io.ringway.queues.QueueClosedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Producers, the consumer, flush and close of the telemetry batcher, with a broker that acknowledges at once.
 *
 * <p>Hypothesis: a reading that was accepted is delivered, one that was refused is not; what was queued before a flush
 * goes out though its batch isn't full; nothing is left when the consumer has seen the end.
 *
 * <p>Fails if the consumer takes an empty queue for the end before the queue is closed, looks at the queue first and at
 * the request to close afterwards, or takes note of a flush after it has looked at the queue.
 */
public final class TelemetryRaces {

    private TelemetryRaces() {}

    abstract static class Race {
        private static final Telemetry READING = Telemetry.ofPayload("r");

        final Lanes queue = new Lanes(4, false, 2);
        final BatchingAgent agent = new BatchingAgent(
                new AcknowledgingLink(),
                queue,
                new TelemetryBatcher.Builder(new AcknowledgingLink())
                        .encoder(TelemetryEncoder.plain("t"))
                        .batchSize(4)
                        .linger(Duration.ofHours(1)),
                null);

        final Object queue() {
            try {
                return queue.queue(READING);
            } catch (QueueClosedException e) {
                return "closed";
            }
        }

        /** As {@link TelemetryBatcher#close} does it. */
        final CountDownLatch close() {
            queue.close();
            return agent.close(Duration.ofHours(1));
        }

        final void workUntil(CountDownLatch ended) {
            while (ended.getCount() > 0) {
                if (agent.doWork() == 0) {
                    Thread.yield();
                }
            }
        }
    }

    /** A producer against the consumer, while it is closed. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Accepted and delivered.")
    @Outcome(id = "closed, 0", expect = Expect.ACCEPTABLE, desc = "Refused.")
    @State
    public static class QueueAgainstClose extends Race {
        /** The producer. */
        @Actor
        public void queueing(LL_Result r) {
            r.r1 = queue();
        }

        /** The consumer. */
        @Actor
        public void working() {
            agent.doWork();
            workUntil(close());
        }

        /** What arrived. */
        @Arbiter
        public void delivered(LL_Result r) {
            r.r2 = agent.progress().delivered();
        }
    }

    /** A producer that flushes, against the consumer at work. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Delivered without a full batch.")
    @State
    public static class QueueAndFlush extends Race {
        /** The producer. */
        @Actor
        public void queueing(LL_Result r) {
            r.r1 = queue();
            agent.flush();
        }

        /** The consumer. */
        @Actor
        public void working() {
            agent.doWork();
        }

        /** One turn sends, the next one finds the acknowledgement. */
        @Arbiter
        public void delivered(LL_Result r) {
            agent.doWork();
            agent.doWork();
            r.r2 = agent.progress().delivered();
        }
    }

    /** Queueing, flushing and closing, against the consumer. */
    @JCStressTest
    @Outcome(id = "true, 2", expect = Expect.ACCEPTABLE, desc = "Accepted and delivered.")
    @State
    public static class FlushAndClose extends Race {
        private volatile boolean closing;
        private volatile CountDownLatch ended = new CountDownLatch(1);

        /** The producer. */
        @Actor
        public void queueing(LL_Result r) {
            boolean first = Boolean.TRUE.equals(queue());
            agent.flush();
            r.r1 = first && Boolean.TRUE.equals(queue());
            ended = close();
            closing = true;
        }

        /** The consumer. */
        @Actor
        public void working() {
            while (!closing) {
                if (agent.doWork() == 0) {
                    Thread.yield();
                }
            }
            workUntil(ended);
        }

        /** What arrived. */
        @Arbiter
        public void delivered(LL_Result r) {
            r.r2 = agent.progress().delivered();
        }
    }
}
