package io.ringway.durable;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Acknowledgements on their way to the log thread while leases expire there and credit comes back.
 *
 * <p>Hypothesis: an acknowledgement settles the delivery that it answers, or none; and each one that settles lets the
 * next message through.
 *
 * <p>Fails if the fencing token isn't compared, or if the expiry of a lease or an acknowledgement doesn't give the
 * credit back or wakes nobody.
 */
public final class LeaseRaces {

    private LeaseRaces() {}

    /** An acknowledgement against the expiry of its lease, after which the message is delivered again. */
    @JCStressTest
    @Outcome(id = "settled, 0, null", expect = Expect.ACCEPTABLE, desc = "In time.")
    @Outcome(id = "stale, 1, again", expect = Expect.ACCEPTABLE, desc = "Too late: the next holder keeps its lease.")
    @State
    public static class AckAgainstExpiry {
        private final LogThread log = new LogThread(1);
        private final LogThread.Ack ack = log.ack(Objects.requireNonNull(log.mailbox.poll()));

        /** The consumer. */
        @Actor
        public void acknowledging() {
            log.ask(ack);
        }

        /** The log thread: once before the lease expires, and once after. */
        @Actor
        public void expiring() {
            log.look(0);
            log.look(LogThread.TIMEOUT + 1);
        }

        /** What became of both. */
        @Arbiter
        public void outcome(LLL_Result r) {
            log.look(LogThread.TIMEOUT + 1);
            r.r1 = ack.outcome();
            r.r2 = log.depth();
            r.r3 = log.mailbox.poll() == null ? null : "again";
        }
    }

    /** A consumer that may hold one message and acknowledges each, against the log thread that delivers the next. */
    @JCStressTest
    @Outcome(id = "0 1, 0", expect = Expect.ACCEPTABLE, desc = "Both, in order, and nothing is left.")
    @State
    public static class CreditAgainstDelivery {

        /** More than enough for two messages. */
        private static final int LOOKS = 8;

        private final LogThread log = new LogThread(2);

        /** Only the consumer writes it. */
        private String taken = "";

        private void consume() {
            LogThread.Given given = log.mailbox.poll();
            if (given != null) {
                taken += (taken.isEmpty() ? "" : " ") + given.offset();
                log.ask(log.ack(given));
            }
        }

        /** The delivery thread with the listener. */
        @Actor
        public void consuming() {
            consume();
            consume();
        }

        /** The log thread. */
        @Actor
        public void delivering() {
            log.look(0);
            log.look(0);
        }

        /** What was consumed, and what is left. */
        @Arbiter
        public void consumed(LL_Result r) {
            for (int i = 0; i < LOOKS; i++) {
                log.look(0);
                consume();
            }
            r.r1 = taken;
            r.r2 = log.depth();
        }
    }
}
