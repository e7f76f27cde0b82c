package io.ringway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Readings that tell who made them, and in which place of the sequence. */
final class Readings {

    private Readings() {}

    static Telemetry reading(String producer, int number) {
        return Telemetry.ofPayload(producer + ":" + number);
    }

    /** The numbers of each producer in the order of their first arrival. */
    static Map<String, List<Integer>> firstArrivals(List<String> payloads) {
        Map<String, List<Integer>> arrivals = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        payloads.stream().flatMap(payload -> Arrays.stream(payload.split("\n"))).forEach(line -> {
            if (seen.add(line)) {
                int colon = line.indexOf(':');
                arrivals.computeIfAbsent(line.substring(0, colon), producer -> new ArrayList<>())
                        .add(Integer.valueOf(line.substring(colon + 1)));
            }
        });
        return arrivals;
    }

    static long distinct(List<String> payloads) {
        return payloads.stream()
                .flatMap(payload -> Arrays.stream(payload.split("\n")))
                .distinct()
                .count();
    }

    /** Asserts that 0 to count - 1 arrived, in this order. */
    static void assertComplete(List<Integer> arrivals, int count) {
        assertThat(arrivals)
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    }

    static void assertSum(TelemetryStats stats) {
        assertThat(stats.offered() + stats.recovered())
                .as("%s", stats)
                .isEqualTo(stats.delivered() + stats.pending() + stats.droppedInAll());
    }
}
