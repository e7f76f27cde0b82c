package io.ringway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Commands that are published while the connection is lost, ended by the application, or found again, the thread of the
 * queue, which looks for that, and the client's, which brings acknowledgements.
 *
 * <p>Hypothesis: commands arrive in the order in which they were published, each has one outcome, and the counts add
 * up.
 *
 * <p>Fails if a command is sent at once while older ones are queued, or while one under way belongs to a connection
 * that is gone; if a command that failed goes behind those that were published later; or if a command that is published
 * during a clear is counted twice or not at all.
 */
public final class CommandRaces {

    /** A thread whose work the actors do. */
    private static final class Turns extends ScheduledThreadPoolExecutor {
        private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();

        Turns() {
            super(1);
        }

        @Override
        public void execute(Runnable command) {
            work.add(command);
        }

        void take() {
            for (Runnable next = work.poll(); next != null; next = work.poll()) {
                next.run();
            }
        }
    }

    /** Looks until nothing waits; more than enough for two commands and a pause of a microsecond. */
    private static final int LOOKS = 10_000;

    private CommandRaces() {}

    abstract static class Race {
        final SwitchedLink link = new SwitchedLink();
        final Turns turns = new Turns();
        final CommandQueue queue = new CommandQueue(new CommandQueue.Builder(link).drainRate(1_000_000), null, turns);

        final CompletableFuture<CommandOutcome> publish(String topic) {
            return queue.publish(topic, new byte[0], MqttQos.AT_LEAST_ONCE);
        }

        final void settle() {
            for (int i = 0; i < LOOKS; i++) {
                CommandStats stats = queue.stats();
                if (stats.queued() + stats.underWay() == 0) {
                    return;
                }
                queue.look();
                link.acknowledge();
                turns.take();
            }
        }

        /** How many of the commands that were offered the counts know of. */
        final String counted() {
            CommandStats stats = queue.stats();
            long dropped =
                    stats.dropped().values().stream().mapToLong(count -> count).sum();
            return (stats.published() + stats.queued() + dropped) + " of " + stats.offered();
        }
    }

    /** A command against the flush of the queued one at a reconnection. */
    @JCStressTest
    @Outcome(id = "ab, 2", expect = Expect.ACCEPTABLE, desc = "In order.")
    @State
    public static class PublishAgainstReconnect extends Race {
        public PublishAgainstReconnect() {
            publish("a");
        }

        /** The application. */
        @Actor
        public void publishing() {
            publish("b");
        }

        /** The client, and the thread of the queue. */
        @Actor
        public void reconnecting() {
            link.connect();
            queue.look();
            queue.look();
        }

        /** What arrived. */
        @Arbiter
        public void arrived(LL_Result r) {
            settle();
            r.r1 = link.arrived();
            r.r2 = queue.stats().published();
        }
    }

    /** A command behind another one against a connection that is lost and found again. */
    @JCStressTest
    @Outcome(id = "ab, 2", expect = Expect.ACCEPTABLE, desc = "In order.")
    @State
    public static class PublishAgainstLoss extends Race {
        public PublishAgainstLoss() {
            link.connect();
            publish("a");
        }

        /** The application. */
        @Actor
        public void publishing() {
            publish("b");
        }

        /** The client, and the thread of the queue. */
        @Actor
        public void losing() {
            link.lose();
            // A call of publish ends before there is a connection again: the client could not be told for which it was.
            queue.queuedCommandsCount();
            link.connect();
            queue.look();
            queue.look();
        }

        /** What arrived. */
        @Arbiter
        public void arrived(LL_Result r) {
            settle();
            r.r1 = link.arrived();
            r.r2 = queue.stats().published();
        }
    }

    /** A command against the acknowledgements of two queued ones, on the thread of the client. */
    @JCStressTest
    @Outcome(id = "abc, 3", expect = Expect.ACCEPTABLE, desc = "In order.")
    @State
    public static class PublishAgainstAcknowledgement extends Race {
        public PublishAgainstAcknowledgement() {
            publish("a");
            publish("b");
            link.connect();
            queue.look();
        }

        /** The application. */
        @Actor
        public void publishing() {
            publish("c");
        }

        /** The client. */
        @Actor
        public void acknowledging() {
            link.acknowledge();
            link.acknowledge();
        }

        /** What arrived. */
        @Arbiter
        public void arrived(LL_Result r) {
            settle();
            r.r1 = link.arrived();
            r.r2 = queue.stats().published();
        }
    }

    /** A command that is sent against the application's own disconnect, which clears the queue. */
    @JCStressTest
    @Outcome(id = "failed, 1 of 1", expect = Expect.ACCEPTABLE, desc = "Under way at the clear.")
    @Outcome(id = "QUEUED, 1 of 1", expect = Expect.ACCEPTABLE, desc = "Later than the clear.")
    @State
    public static class PublishAgainstDisconnect extends Race {
        private CompletableFuture<CommandOutcome> outcome = new CompletableFuture<>();

        public PublishAgainstDisconnect() {
            link.connect();
        }

        /** A part of the application. */
        @Actor
        public void publishing() {
            outcome = publish("a");
        }

        /** Another part of it. */
        @Actor
        public void disconnecting() {
            CompletableFuture<Void> unused = queue.disconnect();
        }

        /** The outcome, and whether the counts add up. */
        @Arbiter
        public void outcome(LL_Result r) {
            queue.look();
            turns.take();
            r.r1 = outcome.isCompletedExceptionally() ? "failed" : outcome.getNow(null);
            r.r2 = counted();
        }
    }

    /** A command that is queued against a clear. */
    @JCStressTest
    @Outcome(id = "0, 2 of 2", expect = Expect.ACCEPTABLE, desc = "Before the clear.")
    @Outcome(id = "1, 2 of 2", expect = Expect.ACCEPTABLE, desc = "After the clear.")
    @State
    public static class PublishAgainstClear extends Race {
        public PublishAgainstClear() {
            publish("a");
        }

        /** A part of the application. */
        @Actor
        public void publishing() {
            publish("b");
        }

        /** Another part of it. */
        @Actor
        public void clearing() {
            queue.clearCommandQueue();
        }

        /** What is left, and whether the counts add up. */
        @Arbiter
        public void left(LL_Result r) {
            r.r1 = queue.queuedCommandsCount();
            r.r2 = counted();
        }
    }
}
