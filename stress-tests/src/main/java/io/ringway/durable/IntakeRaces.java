package io.ringway.durable;

import io.ringway.queues.QueueClosedException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Requests that come while the engine is closed.
 *
 * <p>Hypothesis: a request is refused, or it is let in and gets its outcome; never is one let in and forgotten.
 *
 * <p>Fails if the log thread looks at no more callers' requests once the engine is closed; if a request of the engine's
 * own threads is added without a look at whether the log thread has ended, or after that look; or if who ends says so
 * after its last look.
 */
public final class IntakeRaces {

    private static final DurableException CLOSED = new EngineClosedException();

    private IntakeRaces() {}

    private static final class Publish extends Request {
        private volatile String outcome = "forgotten";

        Publish() {
            super(null);
        }

        @Override
        void complete(@Nullable Object result) {
            outcome = "done";
        }

        @Override
        void fail(DurableException why) {
            outcome = "failed";
        }
    }

    abstract static class Race {
        final Intake intake = new Intake(2);
        final Publish publish = new Publish();

        /** What {@link Engine#close} and the log thread do. */
        final void closeAll() {
            intake.close();
            Request request = intake.poll();
            while (request != null || !intake.isDone()) {
                if (request != null) {
                    request.complete(null);
                }
                request = intake.poll();
            }
            intake.end(CLOSED);
        }
    }

    /** A caller's publish against the close. */
    @JCStressTest
    @Outcome(id = "in, done", expect = Expect.ACCEPTABLE, desc = "Before the close.")
    @Outcome(id = "refused, forgotten", expect = Expect.ACCEPTABLE, desc = "After the close: the caller was told.")
    @State
    public static class PublishAgainstClose extends Race {
        /** A caller. */
        @Actor
        public void publishing(LL_Result r) {
            try {
                intake.put(publish);
                r.r1 = "in";
            } catch (QueueClosedException e) {
                r.r1 = "refused";
            } catch (InterruptedException e) {
                r.r1 = "interrupted";
            }
        }

        /** Who closes, and the log thread. */
        @Actor
        public void closing() {
            closeAll();
        }

        /** What became of it. */
        @Arbiter
        public void outcome(LL_Result r) {
            r.r2 = publish.outcome;
        }
    }

    /** What a listener or a callback asks for against the close. */
    @JCStressTest
    @Outcome(id = "in, done", expect = Expect.ACCEPTABLE, desc = "The log thread saw it.")
    @Outcome(id = "in, failed", expect = Expect.ACCEPTABLE, desc = "It came between the log thread's last two looks.")
    @Outcome(id = "refused, forgotten", expect = Expect.ACCEPTABLE, desc = "After the end: the listener was told.")
    @State
    public static class OwnThreadAgainstClose extends Race {
        /** A thread of the engine. */
        @Actor
        public void asking(LL_Result r) {
            r.r1 = intake.add(publish) ? "in" : "refused";
        }

        /** Who closes, and the log thread. */
        @Actor
        public void closing() {
            closeAll();
        }

        /** What became of it. */
        @Arbiter
        public void outcome(LL_Result r) {
            r.r2 = publish.outcome;
        }
    }
}
