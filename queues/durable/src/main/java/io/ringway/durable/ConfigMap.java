package io.ringway.durable;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads typed values from a map, and tells which keys nobody asked for. */
final class ConfigMap {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB)?");

    private final String prefix;
    private final Map<String, Object> unread = new LinkedHashMap<>();

    ConfigMap(String prefix, Map<?, ?> map) {
        this.prefix = prefix;
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new InvalidConfigException(prefix + key, "is not a known key");
            }
            if (value == null) {
                throw new InvalidConfigException(prefix + key, "must have a value");
            }
            unread.put(name, value);
        });
    }

    boolean has(String key) {
        return unread.containsKey(key);
    }

    String string(String key, String otherwise) {
        Object value = unread.remove(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text) {
            return text;
        }
        throw bad(key, "a text", value);
    }

    boolean bool(String key, boolean otherwise) {
        Object value = unread.remove(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw bad(key, "true or false", value);
    }

    int integer(String key, int otherwise) {
        Object value = unread.remove(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw bad(key, "a whole number", value);
    }

    double number(String key, double otherwise) {
        Object value = unread.remove(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw bad(key, "a number", value);
    }

    int size(String key, int otherwise) {
        if (unread.get(key) instanceof String text) {
            unread.remove(key);
            Matcher matcher = SIZE.matcher(text);
            if (!matcher.matches()) {
                throw bad(key, "a size such as 65536, '64KiB' or '1MiB'", text);
            }
            String unit = matcher.group(2);
            long bytes = Long.parseLong(matcher.group(1))
                    * ("KiB".equals(unit) ? 1 << 10 : "MiB".equals(unit) ? 1 << 20 : 1);
            return (int) Math.min(bytes, Integer.MAX_VALUE);
        }
        return integer(key, otherwise);
    }

    Duration duration(String key, Duration otherwise) {
        Object value = unread.remove(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text) {
            Matcher matcher = DURATION.matcher(text);
            if (matcher.matches()) {
                long amount = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofHours(Math.multiplyExact(amount, 24));
                };
            }
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw bad(key, "a duration such as '500ms', '5s', '5m', '3h', '7d' or 'PT5S'", text);
            }
        }
        throw bad(key, "a duration in quotes, such as '5s'", value);
    }

    @Nullable
    URI uri(String key, @Nullable URI otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        String text = string(key, "");
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw bad(key, "an address", text);
        }
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        Object value = unread.remove(key);
        if (value == null) {
            return otherwise;
        }
        for (E choice : type.getEnumConstants()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(value)) {
                return choice;
            }
        }
        throw bad(key, "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT), value);
    }

    ConfigMap nested(String key) {
        Object value = unread.remove(key);
        if (value == null) {
            return new ConfigMap(prefix + key + ".", Map.of());
        }
        if (value instanceof Map<?, ?> map) {
            return new ConfigMap(prefix + key + ".", map);
        }
        throw bad(key, "a map", value);
    }

    void requireNoMore() {
        if (!unread.isEmpty()) {
            throw new InvalidConfigException(prefix + unread.keySet().iterator().next(), "is not a known key");
        }
    }

    private InvalidConfigException bad(String key, String wanted, Object value) {
        return new InvalidConfigException(prefix + key, "must be " + wanted + ": '" + value + "'");
    }
}
