package io.ringway.mqtt.ingest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic with places for user, device and feed, such as <code>{user}/{device}/{feed}</code>. Immutable. */
public final class TopicPattern {

    private static final int LONGEST_LEVEL = 128;
    private static final String USER = "{user}";
    private static final String DEVICE = "{device}";
    private static final String FEED = "{feed}";

    private final String text;
    private final List<String> levels;

    private TopicPattern(String text, List<String> levels) {
        this.text = text;
        this.levels = levels;
    }

    /** A pattern of feed data: user, device and feed, each once. */
    public static TopicPattern ofFeeds(String text) {
        return of(text, true);
    }

    /** A pattern of device status: user and device, each once. */
    public static TopicPattern ofStatus(String text) {
        return of(text, false);
    }

    private static TopicPattern of(String text, boolean feed) {
        List<String> levels = split(text);
        require(text, levels, USER, 1);
        require(text, levels, DEVICE, 1);
        require(text, levels, FEED, feed ? 1 : 0);
        for (String level : levels) {
            boolean place = level.equals(USER) || level.equals(DEVICE) || level.equals(FEED);
            if (!place && (level.isEmpty() || level.matches(".*[+#{}\\x00].*"))) {
                throw new IllegalArgumentException("Topic pattern \"" + text + "\": the level \"" + level
                        + "\" is neither plain text nor one of {user}, {device}, {feed}");
            }
        }
        return new TopicPattern(text, levels);
    }

    private static void require(String text, List<String> levels, String place, int times) {
        if (levels.stream().filter(place::equals).count() != times) {
            throw new IllegalArgumentException("Topic pattern \"" + text + "\" must contain " + place + " "
                    + (times == 1 ? "once, as a level of its own" : "not at all"));
        }
    }

    /** What a topic says, or {@code null} if it does not fit. */
    public @Nullable Parts match(String topic) {
        List<String> found = split(topic);
        if (found.size() != levels.size()) {
            return null;
        }
        String user = "";
        String device = "";
        String feed = null;
        for (int i = 0; i < found.size(); i++) {
            String level = found.get(i);
            switch (levels.get(i)) {
                case USER -> user = level;
                case DEVICE -> device = level;
                case FEED -> feed = level;
                default -> {
                    if (!level.equals(levels.get(i))) {
                        return null;
                    }
                }
            }
        }
        boolean sound = sound(user) && sound(device) && (feed == null || sound(feed));
        return sound ? new Parts(user, device, feed) : null;
    }

    private static boolean sound(String level) {
        // No database takes a NUL in a text, and PostgreSQL no half of a surrogate pair.
        return !level.isEmpty()
                && level.length() <= LONGEST_LEVEL
                && level.codePoints()
                        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** The topic filter that brings every topic of this pattern. */
    public String filter() {
        List<String> filter = new ArrayList<>(levels.size());
        for (String level : levels) {
            filter.add(level.startsWith("{") ? "+" : level);
        }
        return String.join("/", filter);
    }

    /** Whether the filter of this pattern brings the topics of the other one, too. */
    public boolean covers(TopicPattern other) {
        if (levels.size() != other.levels.size()) {
            return false;
        }
        for (int i = 0; i < levels.size(); i++) {
            String mine = levels.get(i);
            String theirs = other.levels.get(i);
            // A wildcard at the start does not bring topics that start with a dollar sign.
            boolean wild = mine.startsWith("{") && !(i == 0 && theirs.startsWith("$"));
            if (!wild && !mine.equals(theirs)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }

    private static List<String> split(String topic) {
        List<String> levels = new ArrayList<>(4);
        int start = 0;
        for (int slash = topic.indexOf('/'); slash >= 0; slash = topic.indexOf('/', start)) {
            levels.add(topic.substring(start, slash));
            start = slash + 1;
        }
        levels.add(topic.substring(start));
        return levels;
    }

    /** The parts of a topic; the feed is {@code null} in a status topic. */
    public record Parts(
            String user, String device, @Nullable String feed) {}
}
