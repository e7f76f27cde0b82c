package io.ringway.broker;

import io.ringway.durable.DeadLetter;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the dead letters of a queue, oldest first.
 *
 * @param letters the dead letters
 * @param next the id after which the next page begins; null if there is none
 */
public record DeadLetterPage(
        List<DeadLetter> letters, @Nullable String next) {

    /**
     * Reads a page in pieces, because all of it is in memory at once.
     *
     * @param queues the engine
     * @param queue the queue that the dead letters come from
     * @param after the id after which to begin; null for the first page
     * @param limit the most dead letters, from 1 to 1,000
     * @param bytes about how many bytes of payloads there are at most; there is one dead letter at least
     * @return the page
     * @throws io.ringway.durable.DurableException if there is no such queue, or an argument is wrong
     */
    public static DeadLetterPage read(
            DurableQueues queues, String queue, @Nullable String after, int limit, int bytes) {
        int piece =
                Math.min(1_000, Math.max(1, bytes / queues.get(queue).limits().maxMessageSize()));
        List<DeadLetter> letters = new ArrayList<>();
        String last = after;
        long read = 0;
        boolean more = true;
        do {
            // A limit that is out of range is the engine's to refuse.
            int size = limit < 1 || limit > 1_000 ? limit : Math.min(piece, limit - letters.size());
            List<DeadLetter> next = queues.deadLetters(queue, last, size);
            for (DeadLetter letter : next) {
                letters.add(letter);
                Message message = letter.message();
                read += message == null ? 0 : message.payload().remaining();
                last = letter.id();
            }
            more = next.size() == size;
        } while (more && letters.size() < limit && read < bytes);
        return new DeadLetterPage(letters, more ? last : null);
    }
}
