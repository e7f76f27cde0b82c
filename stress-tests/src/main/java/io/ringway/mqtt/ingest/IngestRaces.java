package io.ringway.mqtt.ingest;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Messages that arrive while the writer of the ingest cuts a batch.
 *
 * <p>Hypothesis: each message is in one batch, and what was left behind makes the next one due and wakes the writer as
 * soon as it fills a batch or the broker's window.
 *
 * <p>Fails if the count of unacknowledged messages is reset after the queues were emptied: one that arrives in between
 * is forgotten, and the writer sleeps for the whole interval while the broker sends nothing more.
 */
public final class IngestRaces {

    private IngestRaces() {}

    abstract static class Race {
        private final Inbox inbox;
        private volatile boolean woken;

        Race(int batchSize, int window) {
            inbox = new Inbox(4, batchSize, window, () -> woken = true);
        }

        final void put(boolean acknowledged) {
            inbox.offer(new Message(
                    "u", "d", "f", ByteBuffer.allocate(0), null, 0, new UUID(0, 0), acknowledged ? () -> {} : null));
        }

        final int cut() {
            return inbox.cut().size();
        }

        final void rest(LLL_Result r) {
            String due = inbox.due() == null ? "not due" : woken ? "due, woken" : "due, asleep";
            r.r2 = cut();
            r.r3 = cut() == 0 && inbox.due() == null ? due : "miscounted";
        }
    }

    /** One message that fills the broker's window. */
    @JCStressTest
    @Outcome(id = "1, 0, not due", expect = Expect.ACCEPTABLE, desc = "It is in the batch.")
    @Outcome(id = "1, 0, due, woken", expect = Expect.ACCEPTABLE, desc = "So it is, and the next one is early.")
    @Outcome(id = "0, 1, due, woken", expect = Expect.ACCEPTABLE, desc = "It makes the next one due.")
    @State
    public static class PutAgainstCut extends Race {
        public PutAgainstCut() {
            super(2, 1);
        }

        /** A thread of the MQTT client. */
        @Actor
        public void putting() {
            put(true);
        }

        /** The writer. */
        @Actor
        public void cutting(LLL_Result r) {
            r.r1 = cut();
        }

        /** What the writer finds next. */
        @Arbiter
        public void left(LLL_Result r) {
            rest(r);
        }
    }

    /** Two messages that fill a batch. */
    @JCStressTest
    @Outcome(id = "0, 2, due, woken", expect = Expect.ACCEPTABLE, desc = "Both make the next one due.")
    @Outcome(id = "1, 1, not due", expect = Expect.ACCEPTABLE, desc = "One each.")
    @Outcome(id = "2, 0, not due", expect = Expect.ACCEPTABLE, desc = "Both are in the batch.")
    @State
    public static class PutPutAgainstCut extends Race {
        public PutPutAgainstCut() {
            super(2, 100);
        }

        /** A thread of the MQTT client. */
        @Actor
        public void putting() {
            put(false);
            put(false);
        }

        /** The writer. */
        @Actor
        public void cutting(LLL_Result r) {
            r.r1 = cut();
        }

        /** What the writer finds next. */
        @Arbiter
        public void left(LLL_Result r) {
            rest(r);
        }
    }
}
