package io.ringway.broker;

import io.ringway.durable.QueueConfig;
import org.jspecify.annotations.Nullable;

/** Who is let in, and who may do what with which queue. Thread-safe. */
public interface Access {

    /** Lets everybody in and everybody do everything; for loopback only. */
    Access OPEN = new Access() {
        @Override
        public boolean authenticate(@Nullable String user, byte @Nullable [] password) {
            return true;
        }

        @Override
        public boolean permits(@Nullable String user, Action action, String queue) {
            return true;
        }
    };

    /** What a user does with a queue. */
    enum Action {
        /** Putting messages in. */
        PUBLISH,
        /** Joining a group, and settling. */
        CONSUME,
        /** Creating, changing, reading figures, purging, deleting. */
        ADMIN
    }

    /**
     * Tells whether a client is who it says. This may take some tens of milliseconds, as a salted hash should.
     *
     * @param user the name, or null for none
     * @param password the password, or null for none
     * @return whether the client is let in
     */
    boolean authenticate(@Nullable String user, byte @Nullable [] password);

    /**
     * Tells whether a user that was let in may do something. Cheap: it is asked for each message.
     *
     * @param user the name, or null if nobody needs one
     * @param action what
     * @param queue the name of the queue, such as {@code $queue/tasks}
     * @return whether it may
     */
    boolean permits(@Nullable String user, Action action, String queue);

    /**
     * Tells whether the dead letters of a queue go where they belong to it alone. Whoever configures another target
     * needs {@link Action#ADMIN} for that too, or it could fill and purge the queue of somebody else.
     *
     * @param config the configuration
     * @return whether the target is {@code $queue/dlq/<name>}
     */
    static boolean ownsDeadLetters(QueueConfig config) {
        String own = "$queue/dlq/" + config.name().substring("$queue/".length());
        return config.dlqConfig().topic().equals(own);
    }
}
