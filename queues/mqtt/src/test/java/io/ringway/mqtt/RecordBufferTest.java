package io.ringway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordBufferTest {

    private static final int LIMIT = 1000;

    @TempDir
    Path directory;

    private final RecordBuffer buffer = new RecordBuffer();
    private final List<Telemetry> added = new ArrayList<>();

    @Test
    void readingsComeBackInOrderWhenTheBufferIsUsedAgain() {
        try (SpoolStore store = SpoolStore.forTelemetry(directory, 1 << 20, Duration.ofDays(1))) {
            for (int records : new int[] {3, 2000, 1}) {
                buffer.clear();
                for (int i = 0; i < records; i++) {
                    add(Map.of("value", added.size()));
                }
                assertThat(buffer.add(new Telemetry("", 1, Map.of("text", "x".repeat(LIMIT))), LIMIT))
                        .isFalse();
                add(Map.of("text", "after the one that was too large"));

                assertThat(buffer.count()).isEqualTo(records + 1);
                assertThat(buffer.storeIn(store)).isEqualTo(records + 1);
            }
            assertThat(store.read().stream()
                            .map(stored -> TelemetryCodec.decode(ByteBuffer.wrap(stored.payload())))
                            .map(String::valueOf))
                    .containsExactlyElementsOf(
                            added.stream().map(Telemetry::toString).toList());
        }
    }

    private void add(Map<String, Object> values) {
        Telemetry reading = new Telemetry("d", added.size(), values);
        added.add(reading);
        assertThat(buffer.add(reading, LIMIT)).isTrue();
    }
}
