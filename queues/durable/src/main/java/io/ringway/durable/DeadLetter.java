package io.ringway.durable;

import org.jspecify.annotations.Nullable;

/**
 * A message in a dead-letter queue.
 *
 * @param id its id in the dead-letter queue
 * @param origin where it comes from, and why
 * @param message the message as it was published; null if it {@link #isDamaged()}
 */
public record DeadLetter(
        String id, DeadLetterOrigin origin, @Nullable Message message) {

    /**
     * Whether the disk has returned something else than was written to it, so that the message cannot be told. Of such
     * a dead letter only the id and the origin are left; it does not come back by itself, and a retry makes a dead
     * letter of it again.
     *
     * @return true if there is no message
     */
    public boolean isDamaged() {
        return message == null;
    }
}
