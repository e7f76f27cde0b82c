package io.ringway.durable;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Deliveries that arrive in a mailbox while its consumer goes, and while its producer changes.
 *
 * <p>Hypothesis: no delivery stays in a mailbox that nobody looks at, and none overtakes another on the way in.
 *
 * <p>Fails if the flag of the consumer is looked at before the delivery shows, that is without the fence in between; if
 * the consumer doesn't look once more after it has released its role; or if a delivery that went round counts as
 * arrived before it is in the queue.
 */
public final class MailboxRaces {

    private MailboxRaces() {}

    /** A delivery against the end of the consumer's turn. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Somebody took it.")
    @State
    public static class HandAgainstRelease {
        private final Mailbox<String> mailbox = new Mailbox<>(2);

        /** Only who has the role of the consumer touches it. */
        private int taken;

        public HandAgainstRelease() {
            mailbox.claim();
        }

        private void turn() {
            do {
                while (mailbox.poll() != null) {
                    taken++;
                }
            } while (mailbox.release() && mailbox.claim());
        }

        /** A thread of the engine. */
        @Actor
        public void handing() {
            mailbox.hand("a");
            if (mailbox.claim()) {
                turn();
            }
        }

        /** The delivery thread, in the middle of a turn. */
        @Actor
        public void consuming() {
            turn();
        }

        /** What arrived. */
        @Arbiter
        public void taken(I_Result r) {
            r.r1 = taken;
        }
    }

    /** A delivery that comes through the sync thread against the next one, which the log thread would hand over. */
    @JCStressTest
    @Outcome(id = "ab", expect = Expect.ACCEPTABLE, desc = "In order, both.")
    @State
    public static class RoundAgainstDirect {
        private final Mailbox<String> mailbox = new Mailbox<>(2);
        private boolean later;

        public RoundAgainstDirect() {
            mailbox.goesRound();
        }

        /** The sync thread. */
        @Actor
        public void syncing() {
            mailbox.handRound("a");
        }

        /** The log thread. */
        @Actor
        public void logging() {
            if (mailbox.noneUnderWay()) {
                mailbox.hand("b");
            } else {
                mailbox.goesRound();
                later = true;
            }
        }

        /** What arrived, and in which order. */
        @Arbiter
        public void arrived(L_Result r) {
            if (later) {
                mailbox.handRound("b");
            }
            r.r1 = "" + mailbox.poll() + mailbox.poll();
        }
    }
}
