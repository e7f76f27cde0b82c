package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements of many priorities from several producers to several consumers: each arrives once, and in its order. */
class PriorityTransferTest {

    private static final int LEVELS = 4;
    private static final int ELEMENTS = 24_000;

    /** One element: who sent it, as its how manieth one, with which priority. */
    private record Sent(int producer, int number, int priority) {
        long checksum() {
            return 31L * (31L * producer + number) + priority;
        }
    }

    private record Form(String name, boolean levels) {
        ConcurrentPriorityQueue<Sent> create(int capacity) {
            return levels ? new ConcurrentPriorityQueue<>(capacity, LEVELS) : new ConcurrentPriorityQueue<>(capacity);
        }

        int priority(SplittableRandom random) {
            return levels ? random.nextInt(LEVELS) : random.nextInt(-LEVELS, LEVELS);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Form> FORMS = List.of(new Form("levels", true), new Form("any priority", false));

    private static Stream<Arguments> transfers() {
        List<Arguments> transfers = new ArrayList<>();
        for (Form form : FORMS) {
            for (int capacity : new int[] {1, 5, 1000}) {
                for (int threads : new int[] {1, 2, 4}) {
                    transfers.add(Arguments.of(form, capacity, threads));
                }
            }
        }
        return transfers.stream();
    }

    @ParameterizedTest(name = "{0}, capacity {1}, {2} threads a side")
    @MethodSource("transfers")
    void everyElementArrivesOnceAndEqualsInOrder(Form form, int capacity, int threads) throws Exception {
        ConcurrentPriorityQueue<Sent> queue = form.create(capacity);
        LongAdder sent = new LongAdder();
        List<Worker<Boolean>> producers = new ArrayList<>();
        for (int producer = 0; producer < threads; producer++) {
            int id = producer;
            producers.add(Worker.startAction(() -> produce(queue, form, id, ELEMENTS / threads, sent)));
        }
        LongAdder received = new LongAdder();
        AtomicLong count = new AtomicLong();
        List<Worker<Boolean>> consumers = new ArrayList<>();
        for (int consumer = 0; consumer < threads; consumer++) {
            consumers.add(Worker.startAction(() -> consume(queue, threads, received, count)));
        }
        for (Worker<Boolean> producer : producers) {
            producer.result();
        }
        queue.close();
        for (Worker<Boolean> consumer : consumers) {
            consumer.result();
        }

        assertThat(count.get()).isEqualTo((long) ELEMENTS / threads * threads);
        assertThat(received.sum()).isEqualTo(sent.sum());
        assertThat(queue.stats().dequeued()).isEqualTo(count.get());
        assertThat(queue.isEmpty()).isTrue();
    }

    private static void produce(ConcurrentPriorityQueue<Sent> queue, Form form, int producer, int count, LongAdder sum)
            throws InterruptedException {
        SplittableRandom random = new SplittableRandom(producer);
        for (int number = 0; number < count; number++) {
            int priority = form.priority(random);
            Sent element = new Sent(producer, number, priority);
            sum.add(element.checksum());
            switch (random.nextInt(3)) {
                case 0 -> queue.put(element, priority);
                case 1 -> {
                    while (!queue.offer(element, priority)) {
                        Thread.yield();
                    }
                }
                default -> {
                    while (!queue.offer(element, priority, 20, TimeUnit.MICROSECONDS)) {
                        Thread.yield();
                    }
                }
            }
        }
    }

    /** Takes to the end, and checks that what it gets of one producer and one priority ascends. */
    private static void consume(ConcurrentPriorityQueue<Sent> queue, int producers, LongAdder sum, AtomicLong count) {
        long[][] latest = new long[producers][2 * LEVELS];
        for (long[] ofProducer : latest) {
            Arrays.fill(ofProducer, -1);
        }
        long[] latestSequence = new long[2 * LEVELS];
        Arrays.fill(latestSequence, -1);
        while (true) {
            Sent element;
            if (count.get() % 3 == 0) {
                PrioritizedItem<Sent> item = queue.pollItem();
                if (item == null) {
                    if (queue.isClosed() && queue.isEmpty()) {
                        return;
                    }
                    Thread.yield();
                    continue;
                }
                element = item.item();
                assertThat(item.priority()).isEqualTo(element.priority());
                assertThat(item.sequence()).isGreaterThan(latestSequence[element.priority() + LEVELS]);
                latestSequence[element.priority() + LEVELS] = item.sequence();
            } else {
                try {
                    element = queue.take();
                } catch (QueueClosedException e) {
                    return;
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            count.incrementAndGet();
            sum.add(element.checksum());
            long before = latest[element.producer()][element.priority() + LEVELS];
            assertThat(element.number()).isGreaterThan((int) before);
            latest[element.producer()][element.priority() + LEVELS] = element.number();
        }
    }

    private static Stream<Arguments> forms() {
        return FORMS.stream().map(Arguments::of);
    }

    /**
     * One thread inserts an element and then one of a higher value, over and over: a consumer must never see the second
     * while the first is there. Queues that look at one level after the other get this wrong.
     */
    @ParameterizedTest
    @MethodSource("forms")
    void noPollOvertakesAnElementOfLowerValueThatWasInsertedBefore(Form form) throws Exception {
        ConcurrentPriorityQueue<Sent> queue = form.create(64);
        int pairs = 60_000;
        Worker<Boolean> producer = Worker.startAction(() -> {
            for (int pair = 0; pair < pairs; pair++) {
                int first = pair % (LEVELS - 1);
                queue.put(new Sent(0, pair, first), first);
                queue.put(new Sent(1, pair, LEVELS - 1), LEVELS - 1);
            }
            queue.close();
        });
        boolean[] seen = new boolean[pairs];
        int count = 0;
        while (true) {
            Sent element;
            try {
                element = queue.take();
            } catch (QueueClosedException e) {
                break;
            }
            count++;
            if (element.producer() == 0) {
                seen[element.number()] = true;
            } else {
                assertThat(seen[element.number()])
                        .as("pair %s", element.number())
                        .isTrue();
            }
        }
        producer.result();
        assertThat(count).isEqualTo(2 * pairs);
    }

    /** An executor's tasks, all of one priority, with removal of some that have not begun. */
    @ParameterizedTest
    @MethodSource("executorQueues")
    void servesAnExecutor(ConcurrentPriorityQueue<Runnable> queue) throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(2, 2, 1, TimeUnit.MILLISECONDS, queue);
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
        LongAdder runs = new LongAdder();
        int removed = 0;
        int tasks = 20_000;
        for (int i = 0; i < tasks; i++) {
            Runnable task = runs::increment;
            pool.execute(task);
            if (i % 7 == 0 && pool.remove(task)) {
                removed++;
            }
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(50, TimeUnit.SECONDS)).isTrue();

        assertThat(runs.sum() + removed).isEqualTo(tasks);
    }

    private static Stream<Arguments> executorQueues() {
        return Stream.of(
                Arguments.of(Named.of("levels", new ConcurrentPriorityQueue<Runnable>(16, LEVELS))),
                Arguments.of(Named.of("any priority", new ConcurrentPriorityQueue<Runnable>(16))));
    }
}
