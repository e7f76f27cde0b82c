package io.ringway.broker.security;

/**
 * Names of queues, in the form of an MQTT topic filter: {@code +} stands for one level, and {@code #} at the end for
 * any number of levels, also none.
 *
 * @param text begins with {@code $queue/}
 */
public record QueuePattern(String text) {

    /** Every queue. */
    public static final QueuePattern ALL = new QueuePattern("$queue/#");

    /**
     * Makes a pattern.
     *
     * @param text the pattern
     * @throws IllegalArgumentException if it is none
     */
    public QueuePattern {
        String[] levels = text.split("/", -1);
        if (levels.length < 2 || !levels[0].equals("$queue")) {
            throw new IllegalArgumentException("must begin with '$queue/': '" + text + "'");
        }
        for (int i = 1; i < levels.length; i++) {
            String level = levels[i];
            boolean last = i == levels.length - 1;
            if (level.isEmpty()
                    || (level.contains("#") && !(level.equals("#") && last))
                    || (level.contains("+") && !level.equals("+"))) {
                throw new IllegalArgumentException(
                        "must have '+' for a whole level, '#' as the last one, and no empty level: '" + text + "'");
            }
        }
    }

    /**
     * Compares a name. Allocates nothing.
     *
     * @param queue the name of a queue
     * @return whether it fits
     */
    public boolean matches(String queue) {
        int p = 0;
        int q = 0;
        while (p < text.length()) {
            char c = text.charAt(p);
            if (c == '#') {
                return true;
            }
            if (c == '+') {
                int end = queue.indexOf('/', q);
                end = end < 0 ? queue.length() : end;
                if (end == q) {
                    return false;
                }
                q = end;
                p++;
            } else if (q < queue.length() && queue.charAt(q) == c) {
                p++;
                q++;
            } else {
                // "a/#" stands for "a" as well.
                return q == queue.length() && text.length() == p + 2 && text.endsWith("/#");
            }
        }
        return q == queue.length();
    }
}
