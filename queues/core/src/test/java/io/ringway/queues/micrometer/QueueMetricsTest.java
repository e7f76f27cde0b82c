package io.ringway.queues.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BoundedQueue<String> queue = new MpmcQueue<>(4);

    @Test
    void theMetersFollowTheQueue() {
        new QueueMetrics(queue, "telemetry").bindTo(registry);

        for (int i = 0; i < 6; i++) {
            queue.offer("element");
        }
        queue.poll();

        assertThat(gauge("ringway.queue.size")).isEqualTo(3);
        assertThat(gauge("ringway.queue.remaining")).isEqualTo(1);
        assertThat(counter("ringway.queue.enqueued")).isEqualTo(4);
        assertThat(counter("ringway.queue.dequeued")).isEqualTo(1);
        assertThat(counter("ringway.queue.rejected")).isEqualTo(2);
    }

    @Test
    void everyMeterHasTheNameTheOtherTagsAUnitAndADescription() {
        new QueueMetrics(queue, "telemetry", List.of(Tag.of("site", "north"))).bindTo(registry);

        assertThat(registry.getMeters()).hasSize(5).allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getTags()).containsExactlyInAnyOrder(Tag.of("name", "telemetry"), Tag.of("site", "north"));
            assertThat(id.getBaseUnit()).isEqualTo("elements");
            assertThat(id.getDescription()).isNotBlank();
        });
    }

    @Test
    void queuesOfDifferentNamesShareARegistry() {
        BoundedQueue<String> other = new MpmcQueue<>(8);
        new QueueMetrics(queue, "commands").bindTo(registry);
        new QueueMetrics(other, "telemetry").bindTo(registry);

        other.offer("element");

        assertThat(registry.get("ringway.queue.size")
                        .tag("name", "commands")
                        .gauge()
                        .value())
                .isZero();
        assertThat(registry.get("ringway.queue.size")
                        .tag("name", "telemetry")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(other.size()).isEqualTo(1);
    }

    @Test
    void aMissingArgumentIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> new QueueMetrics(null, "telemetry"))
                .withMessageContaining("queue");
        assertThatNullPointerException()
                .isThrownBy(() -> new QueueMetrics(queue, null))
                .withMessageContaining("name");
        assertThatNullPointerException()
                .isThrownBy(() -> new QueueMetrics(queue, "telemetry", null))
                .withMessageContaining("tags");
        assertThatNullPointerException()
                .isThrownBy(() -> new QueueMetrics(queue, "telemetry").bindTo(null))
                .withMessageContaining("registry");
    }

    private double gauge(String name) {
        return registry.get(name).tag("name", "telemetry").gauge().value();
    }

    private double counter(String name) {
        return registry.get(name).tag("name", "telemetry").functionCounter().count();
    }
}
