package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;

/** What a look at the queue tells while other threads work on it. */
class ConcurrentViewTest {

    private static final int CAPACITY = 4;
    private static final int ELEMENTS = 200_000;

    /** Offers 0, 1, 2, ... and ends at the last, or when it is told to. */
    private static Worker<Boolean> startProducer(BoundedQueue<Integer> queue, AtomicBoolean stop) {
        return Worker.startAction(() -> {
            int next = 0;
            while (next < ELEMENTS && !stop.get()) {
                if (queue.offer(next)) {
                    next++;
                } else {
                    Thread.onSpinWait();
                }
            }
        });
    }

    @EveryQueue
    void anyThreadMayAskForTheTextAndDisturbsNobody(QueueKind kind) throws Exception {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);
        AtomicBoolean stop = new AtomicBoolean();
        Worker<Boolean> onlooker = Worker.startAction(() -> {
            while (!stop.get()) {
                assertThat(queue.toString()).isNotBlank();
            }
        });
        Worker<Boolean> producer = startProducer(queue, stop);
        Worker<Boolean> consumer = Worker.startAction(() -> {
            int expected = 0;
            while (expected < ELEMENTS && !stop.get()) {
                Integer element = queue.poll();
                if (element != null) {
                    assertThat(element).isEqualTo(expected++);
                }
            }
        });

        try {
            consumer.result();
            producer.result();
        } finally {
            stop.set(true);
        }
        onlooker.result();
        assertThat(queue.isEmpty()).isTrue();
    }

    @EveryQueue
    void whatTheOnlyConsumerSawAtTheHeadIsInTheQueue(QueueKind kind) throws Exception {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);
        AtomicBoolean stop = new AtomicBoolean();
        Worker<Boolean> producer = startProducer(queue, stop);

        try {
            int removed = 0;
            while (removed < ELEMENTS) {
                Integer head = queue.peek();
                if (head != null) {
                    assertSeenEverywhere(queue, head, removed++ % 5);
                }
            }
        } finally {
            stop.set(true);
        }
        producer.result();
    }

    /** Each look on its own: the first one would give the producer the time that the next one needs. */
    private static void assertSeenEverywhere(BoundedQueue<Integer> queue, Integer head, int look) {
        switch (look) {
            case 0 -> assertThat(queue.isEmpty()).as("empty").isFalse();
            case 1 -> assertThat(queue.size()).as("size").isPositive();
            case 2 -> assertThat(queue.contains(head)).as("contained").isTrue();
            case 3 -> assertThat(queue.toArray()).as("copied").isNotEmpty();
            default -> {
                assertThat(queue.remove((Object) head)).as("removed").isTrue();
                return;
            }
        }
        assertThat(queue.poll()).isEqualTo(head);
    }
}
