package io.ringway.durable;

import org.jspecify.annotations.Nullable;

/**
 * An id taken apart: the number of the queue, which no other queue ever has, the partition and the offset there.
 *
 * @param queue the number of the queue
 * @param partition the partition
 * @param offset the offset
 */
record MessageId(int queue, int partition, long offset) {

    static String text(int queue, int partition, long offset) {
        return queue + "-" + partition + "-" + offset;
    }

    /** Reads an id; null if it is none. */
    static @Nullable MessageId parse(String text) {
        int first = text.indexOf('-');
        int second = text.indexOf('-', first + 1);
        if (first < 1 || second < 0) {
            return null;
        }
        try {
            return new MessageId(
                    Integer.parseInt(text, 0, first, 10),
                    Integer.parseInt(text, first + 1, second, 10),
                    Long.parseLong(text, second + 1, text.length(), 10));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
