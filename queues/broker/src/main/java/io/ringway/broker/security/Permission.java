package io.ringway.broker.security;

import io.ringway.broker.Access;
import java.util.Set;

/**
 * Allows actions on queues.
 *
 * @param queue which queues
 * @param actions what may be done with them
 */
public record Permission(QueuePattern queue, Set<Access.Action> actions) {

    /**
     * Makes a permission.
     *
     * @param queue which queues
     * @param actions what may be done with them
     */
    public Permission {
        actions = Set.copyOf(actions);
    }
}
