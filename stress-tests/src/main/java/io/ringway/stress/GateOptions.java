package io.ringway.stress;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the gate is asked to do.
 *
 * @param full whether JCStress runs in all configurations, and the outcome is published; otherwise the run is bounded
 *     in time
 * @param seconds for a bounded run: what JCStress may take
 * @param jcstress for a full run: options of JCStress
 * @param canaries the classes of the broken queues, with a list of tests of their own
 * @param out where everything is written
 * @param results where a full run is published
 */
record GateOptions(boolean full, int seconds, List<String> jcstress, Path canaries, Path out, Path results) {

    /** Reads {@code --name=value} arguments. */
    static GateOptions parse(String... args) {
        Map<String, String> values = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (!arg.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("expected --name=value: " + arg);
            }
            values.put(arg.substring(2, equals), arg.substring(equals + 1));
        }
        return new GateOptions(
                full(required(values, "mode")),
                Integer.parseInt(required(values, "seconds")),
                List.of(required(values, "jcstress").split(" +")),
                Path.of(required(values, "canaries")),
                Path.of(required(values, "out")),
                Path.of(required(values, "results")));
    }

    private static boolean full(String mode) {
        return switch (mode) {
            case "full" -> true;
            case "short" -> false;
            default -> throw new IllegalArgumentException("mode must be short or full: " + mode);
        };
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }
}
