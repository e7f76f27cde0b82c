package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README. */
class ExampleTest {

    @Test
    void theExampleWorks(@TempDir Path directory) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (DurableQueues queues = DurableQueues.open(directory)) {
            queues.create(QueueConfig.of("$queue/tasks/image"));
            queues.subscribe("$queue/tasks/image", "workers", "worker-1", SubscribeOptions.DEFAULT, delivery -> {
                System.out.println(UTF_8.decode(delivery.payload()) + ", attempt " + delivery.attempt());
                delivery.ack().thenRun(done::countDown); // or nack(delay), reject(reason), extend()
            });
            Message message = Message.builder("resize 17".getBytes(UTF_8))
                    .key("customer-9")
                    .build();
            queues.publish("$queue/tasks/image", message).join(); // returns when it is on the disk
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
