package io.ringway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.durable.DlqConfig;
import io.ringway.durable.DurableOptions;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.QueueConfig;
import io.ringway.log.MemoryLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class QueueLimitTest {

    private static final int MOST = 40;

    @Test
    void isExactHoweverManyCreateAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT)) {
            List<Callable<Boolean>> creations = new ArrayList<>();
            for (int i = 0; i < 2 * MOST; i++) {
                String name = "$queue/" + i;
                creations.add(() -> create(queues, name));
            }
            int created = 0;
            for (Future<Boolean> creation : threads.invokeAll(creations)) {
                created += creation.get() ? 1 : 0;
            }
            assertThat(created).isEqualTo(MOST);
            assertThat(queues.list()).hasSize(MOST);
        } finally {
            threads.shutdown();
        }
    }

    /** As a front does: with a limit of its own. */
    private static boolean create(DurableQueues queues, String name) {
        try {
            new QueueLimit(queues, MOST)
                    .create(QueueConfig.builder(name)
                            .dlqConfig(new DlqConfig(false, "$queue/dlq/none", null))
                            .build());
            return true;
        } catch (QueueLimit.TooManyQueuesException e) {
            return false;
        }
    }
}
