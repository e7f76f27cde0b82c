package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that publishes and consumes, at random moments, again and again on one directory, and then holds the
 * engine to everything that the process was promised before. {@code -Dringway.kills} sets how often; 5 if it is not
 * set.
 */
class KillTest {

    @TempDir
    Path directory;

    private final Set<String> published = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, Integer> attempts = new HashMap<>();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void nothingThatWasPromisedIsLostByKillingTheProcess() throws Exception {
        int kills = Integer.getInteger("ringway.kills", 5);
        Random random = new Random();
        for (int run = 0; run < kills; run++) {
            crash("r" + run, 500 + random.nextInt(50_000));
        }
        assertThat(published).hasSizeGreaterThan(100);
        Map<String, Integer> rest = new ConcurrentHashMap<>();
        try (DurableQueues queues = DurableQueues.open(directory)) {
            long depth = queues.stats(CrashChild.QUEUE).depth();
            queues.subscribe(CrashChild.QUEUE, "g", "c", SubscribeOptions.DEFAULT, delivery -> {
                rest.put(UTF_8.decode(delivery.payload()).toString(), delivery.attempt());
                delivery.ack();
            });
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> queues.stats(CrashChild.QUEUE).depth() == 0);
            assertThat(rest).hasSize((int) depth);
        }
        Set<String> lost = new HashSet<>(published);
        lost.removeAll(attempts.keySet());
        lost.removeAll(rest.keySet());
        assertThat(lost).as("published, and never delivered").isEmpty();
        Set<String> unsettled = new HashSet<>(published);
        unsettled.removeAll(rest.keySet());
        unsettled.removeIf(text -> attempts.getOrDefault(text, 0) > 0);
        assertThat(unsettled).as("published, and gone without a delivery").isEmpty();
        Set<String> revived = new HashSet<>(acknowledged);
        revived.retainAll(rest.keySet());
        assertThat(revived).as("acknowledged, and delivered again").isEmpty();
        rest.forEach((text, attempt) ->
                assertThat(attempt).as("attempt of " + text).isGreaterThan(attempts.getOrDefault(text, 0)));
    }

    private void crash(String run, int bytes) throws IOException, InterruptedException {
        // A file, since the pipe of a killed child is closed with what it still holds.
        Path told = directory.resolveSibling(directory.getFileName() + "-" + run);
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        directory.toString(),
                        run))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(told.toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Files.size(told) > bytes);
        } finally {
            child.destroyForcibly().waitFor(); // SIGKILL
        }
        List<String> lines = Files.readString(told, UTF_8).lines().toList();
        assertThat(lines.get(0)).isEqualTo("open");
        // The last one may have been cut by the kill, and is not learnt.
        lines.subList(1, lines.size() - 1).forEach(this::learn);
        Files.delete(told);
    }

    private void learn(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "P" -> published.add(words[1]);
            case "A" -> acknowledged.add(words[1]);
            default -> {
                assertThat(acknowledged)
                        .as("delivered after it was acknowledged")
                        .doesNotContain(words[1]);
                int attempt = Integer.parseInt(words[2]);
                assertThat(attempt).as("attempt of " + words[1]).isGreaterThan(attempts.getOrDefault(words[1], 0));
                attempts.put(words[1], attempt);
            }
        }
    }
}
