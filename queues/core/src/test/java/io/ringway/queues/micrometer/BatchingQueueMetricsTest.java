package io.ringway.queues.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringway.queues.BatchingQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchingQueueMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BatchingQueue<String> queue = new BatchingQueue<>(2, Duration.ofMillis(1), 4);

    private void offer(int elements) {
        for (int i = 0; i < elements; i++) {
            queue.offer("element");
        }
    }

    @Test
    void theMetersFollowTheQueue() throws InterruptedException {
        new BatchingQueueMetrics(queue, "telemetry").bindTo(registry);

        offer(6); // two batches by size, and two refusals
        assertThat(gauge("ringway.queue.size")).isEqualTo(4);
        assertThat(gauge("ringway.queue.remaining")).isZero();
        assertThat(counter("ringway.queue.rejected")).isEqualTo(2);
        queue.takeBatch();
        queue.takeBatch();
        offer(1);
        queue.flush();
        queue.takeBatch();
        for (int i = 0; i < 4; i++) {
            offer(1);
            assertThat(queue.pollBatch(1, TimeUnit.HOURS)).hasSize(1); // the linger
        }
        BatchingQueue<String> slow = new BatchingQueue<>(2, Duration.ofHours(1), 4);
        new BatchingQueueMetrics(slow, "slow").bindTo(registry);
        slow.offer("element");
        slow.close();
        slow.takeBatch();

        assertThat(gauge("ringway.queue.size")).isZero();
        assertThat(gauge("ringway.queue.remaining")).isEqualTo(4);
        assertThat(counter("ringway.queue.enqueued")).isEqualTo(9);
        assertThat(counter("ringway.queue.dequeued")).isEqualTo(9);
        assertThat(batches("telemetry", "size")).isEqualTo(2);
        assertThat(batches("telemetry", "linger")).isEqualTo(4);
        assertThat(batches("telemetry", "flush")).isEqualTo(1);
        assertThat(batches("telemetry", "close")).isZero();
        assertThat(batches("slow", "close")).isEqualTo(1);
    }

    @Test
    void everyMeterHasTheNameTheOtherTagsAUnitAndADescription() {
        new BatchingQueueMetrics(queue, "telemetry", List.of(Tag.of("site", "north"))).bindTo(registry);

        assertThat(registry.getMeters()).hasSize(9).allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getTags()).contains(Tag.of("name", "telemetry"), Tag.of("site", "north"));
            assertThat(id.getBaseUnit()).isIn("elements", "batches");
            assertThat(id.getDescription()).isNotBlank();
        });
    }

    @Test
    void aMissingArgumentIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> new BatchingQueueMetrics(null, "telemetry"))
                .withMessageContaining("queue");
        assertThatNullPointerException()
                .isThrownBy(() -> new BatchingQueueMetrics(queue, null))
                .withMessageContaining("name");
        assertThatNullPointerException()
                .isThrownBy(() -> new BatchingQueueMetrics(queue, "telemetry", null))
                .withMessageContaining("tags");
        assertThatNullPointerException()
                .isThrownBy(() -> new BatchingQueueMetrics(queue, "telemetry").bindTo(null))
                .withMessageContaining("registry");
    }

    private double gauge(String name) {
        return registry.get(name).tag("name", "telemetry").gauge().value();
    }

    private double counter(String name) {
        return registry.get(name).tag("name", "telemetry").functionCounter().count();
    }

    private double batches(String name, String cause) {
        FunctionCounter counter = registry.get("ringway.queue.batches")
                .tag("name", name)
                .tag("cause", cause)
                .functionCounter();
        return counter.count();
    }
}
