package io.ringway.broker.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A method, a path with placeholders for whole levels, and what serves it.
 *
 * @param method the HTTP method
 * @param path such as {@code /api/v1/queues/{name}}
 * @param open whether no token is needed
 * @param endpoint what serves it
 */
record Route(String method, String path, boolean open, Function<Call, Answer> endpoint) {

    Route(String method, String path, Function<Call, Answer> endpoint) {
        this(method, path, false, endpoint);
    }

    /** The levels of a path as it was sent; only they are decoded, so that an encoded slash doesn't part levels. */
    static List<String> levels(String rawPath) {
        return Arrays.asList(rawPath.split("/", -1));
    }

    /**
     * Compares a path with this route's.
     *
     * @return the values of the placeholders, or null if it is another path
     */
    @Nullable
    Map<String, String> match(List<String> levels) {
        List<String> mine = levels(path);
        if (mine.size() != levels.size()) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < mine.size(); i++) {
            String level = mine.get(i);
            if (level.startsWith("{")) {
                values.put(level.substring(1, level.length() - 1), decode(levels.get(i)));
            } else if (!level.equals(levels.get(i))) {
                return null;
            }
        }
        return values;
    }

    private static String decode(String level) {
        ByteBuffer bytes = ByteBuffer.allocate(level.length());
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int high = i + 2 < level.length() ? Character.digit(level.charAt(i + 1), 16) : -1;
            int low = i + 2 < level.length() ? Character.digit(level.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw badEncoding(level);
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw badEncoding(level);
        }
    }

    private static HttpProblem badEncoding(String level) {
        return new HttpProblem(
                400,
                "invalid_path",
                "'" + level + "' in the path is not UTF-8 in percent-encoding, such as %24queue%2Ftasks");
    }
}
