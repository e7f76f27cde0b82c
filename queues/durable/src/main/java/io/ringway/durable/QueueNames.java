package io.ringway.durable;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rules for names. */
final class QueueNames {

    private static final String ROOT = "$queue/";
    private static final String DEAD = ROOT + "dlq/";
    private static final int LONGEST = 1_024;

    private QueueNames() {}

    /** The dead-letter queue of a queue. */
    static String deadLetters(String queue) {
        return DEAD + queue.substring(ROOT.length());
    }

    static boolean isDeadLetters(String queue) {
        return queue.startsWith(DEAD);
    }

    static void requireConfigured(String key, String name) {
        String problem = problem(name);
        if (problem != null) {
            throw new InvalidConfigException(key, problem + ": '" + name + "'");
        }
    }

    /** A group's or consumer's name. */
    static void requirePlain(String what, String name) {
        if (name.isEmpty()
                || name.getBytes(StandardCharsets.UTF_8).length > LONGEST
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRequestException(
                    what + " must have from 1 to " + LONGEST + " bytes and no control characters: '" + name + "'");
        }
    }

    private static @Nullable String problem(String name) {
        if (!name.startsWith(ROOT) || name.length() == ROOT.length()) {
            return "must begin with '" + ROOT + "' and go on";
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return "must have at most " + LONGEST + " bytes";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '+' || c == '#' || Character.isISOControl(c)) {
                return "must not contain '+', '#' or control characters";
            }
        }
        for (String level : name.substring(ROOT.length()).split("/", -1)) {
            if (level.isEmpty()) {
                return "must not have an empty level";
            }
            if (level.startsWith("$")) {
                return "must not have a level that begins with '$'";
            }
        }
        return null;
    }
}
