package io.ringway.queues;

import static io.ringway.queues.QueueKind.awaitEmpty;
import static io.ringway.queues.QueueKind.bounded;
import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PutTakeTest {

    private static final int CAPACITY = 4;
    private static final long PATIENCE_MILLIS = 20;

    @EveryBlockingQueue
    void putAndTakeDoNotWaitWithoutNeed(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);

        for (int lap = 0; lap < 100; lap++) {
            for (int i = 0; i < CAPACITY; i++) {
                queue.put(i);
            }
            for (int i = 0; i < CAPACITY; i++) {
                assertThat(queue.take()).isEqualTo(i);
            }
        }
    }

    @EveryBlockingQueue
    void timedOperationsDoNotWaitWithoutNeed(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);

        for (int lap = 0; lap < 100; lap++) {
            for (int i = 0; i < CAPACITY; i++) {
                assertThat(queue.offer(i, 1, TimeUnit.DAYS)).isTrue();
            }
            for (int i = 0; i < CAPACITY; i++) {
                assertThat(queue.poll(1, TimeUnit.DAYS)).isEqualTo(i);
            }
        }
    }

    @EveryBlockingQueue
    void putWaitsUntilThereIsRoom(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
        Worker<Boolean> putter = Worker.startAction(() -> queue.put(4)).awaitBlocked();

        assertThat(queue.size()).isEqualTo(CAPACITY);
        assertThat(queue.take()).isZero();
        putter.result();

        assertThat(pollAll(queue)).containsExactly(1, 2, 3, 4);
    }

    @EveryBlockingQueue
    void takeWaitsUntilThereIsAnElement(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        Worker<Integer> taker = Worker.start(queue::take).awaitBlocked();

        queue.put(7);

        assertThat(taker.result()).isEqualTo(7);
        assertThat(queue).isEmpty();
    }

    @EveryBlockingQueue
    void fillThatGivesNothingDoesNotHideWhoWaits(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        Worker<Integer> taker = Worker.start(queue::take).awaitBlocked();

        assertThat(bounded(queue).fill(() -> 1, 0)).isZero();
        queue.put(7);

        assertThat(taker.result()).isEqualTo(7);
    }

    @EveryBlockingQueue
    void timedOfferWaitsUntilThereIsRoom(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
        Worker<Boolean> offerer =
                Worker.start(() -> queue.offer(4, 1, TimeUnit.DAYS)).awaitBlocked();

        queue.take();

        assertThat(offerer.result()).isTrue();
        assertThat(pollAll(queue)).containsExactly(1, 2, 3, 4);
    }

    @EveryBlockingQueue
    void timedPollWaitsUntilThereIsAnElement(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        Worker<Integer> poller =
                Worker.start(() -> queue.poll(1, TimeUnit.DAYS)).awaitBlocked();

        queue.put(7);

        assertThat(poller.result()).isEqualTo(7);
    }

    @EveryBlockingQueue
    void timedOfferGivesUpAfterItsTime(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
        long start = System.nanoTime();

        assertThat(queue.offer(7, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isFalse();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
        assertThat(pollAll(queue)).containsExactly(0, 1, 2, 3);
    }

    @EveryBlockingQueue
    void timedPollGivesUpAfterItsTime(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        long start = System.nanoTime();

        assertThat(queue.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isNull();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
    }

    @EveryBlockingQueue
    void noTimeOrLessMeansNoWait(QueueKind kind) throws Exception {
        BlockingQueue<Integer> empty = kind.createBlocking(CAPACITY);
        BlockingQueue<Integer> full = kind.blockingHolding(CAPACITY, CAPACITY);

        for (long time : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(empty.poll(time, TimeUnit.DAYS)).isNull();
            assertThat(full.offer(7, time, TimeUnit.DAYS)).isFalse();
        }
        for (long time : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(full.poll(time, TimeUnit.DAYS)).isNotNull();
            assertThat(empty.offer(7, time, TimeUnit.DAYS)).isTrue();
        }
    }

    @EveryBlockingQueue
    void theLongestTimeDoesNotOverflow(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        Worker<Integer> poller =
                Worker.start(() -> queue.poll(Long.MAX_VALUE, TimeUnit.DAYS)).awaitBlocked();
        queue.put(7);
        assertThat(poller.result()).isEqualTo(7);

        BlockingQueue<Integer> full = kind.blockingHolding(CAPACITY, CAPACITY);
        Worker<Boolean> offerer = Worker.start(() -> full.offer(7, Long.MAX_VALUE, TimeUnit.NANOSECONDS))
                .awaitBlocked();
        full.take();
        assertThat(offerer.result()).isTrue();
    }

    @EveryBlockingQueue
    void waiterThatTimedOutLeavesNothingBehind(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(1);

        for (int i = 0; i < 20; i++) {
            assertThat(queue.poll(1, TimeUnit.MICROSECONDS)).isNull();
            queue.put(i);
            assertThat(queue.offer(-1, 1, TimeUnit.MICROSECONDS)).isFalse();
            assertThat(queue.take()).isEqualTo(i);
        }
        Worker<Integer> taker = Worker.start(queue::take).awaitBlocked();
        queue.put(7);
        assertThat(taker.result()).isEqualTo(7);
    }

    /** Every way to make room must wake those who wait for it. */
    private enum RoomMaker {
        POLL {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                queue.poll();
            }
        },
        TIMED_POLL {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) throws InterruptedException {
                queue.poll(1, TimeUnit.DAYS);
            }
        },
        TAKE {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) throws InterruptedException {
                queue.take();
            }
        },
        DRAIN {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                QueueKind.bounded(queue).drain(e -> {}, 1);
            }
        },
        DRAIN_TO {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                queue.drainTo(new ArrayList<>(), 1);
            }
        },
        CLEAR {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                queue.clear();
            }
        },
        REMOVE_HEAD {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                queue.remove((Object) 0);
            }
        },
        REMOVE_TAIL {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                queue.remove((Object) (CAPACITY - 1));
            }
        },
        ITERATOR {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                var iterator = queue.iterator();
                iterator.next();
                iterator.next();
                iterator.remove();
            }
        },
        REMOVE_IF {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                queue.removeIf(e -> e == 2);
            }
        },
        RETAIN_ALL {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                queue.retainAll(List.of(1, 2, 3));
            }
        },
        THROWING_SINK {
            @Override
            void makeRoom(BlockingQueue<Integer> queue) {
                assertThatThrownBy(() -> QueueKind.bounded(queue)
                        .drain(
                                e -> {
                                    throw new IllegalArgumentException("sink");
                                },
                                1));
            }
        };

        abstract void makeRoom(BlockingQueue<Integer> queue) throws InterruptedException;
    }

    @ParameterizedTest
    @EnumSource(RoomMaker.class)
    void everyRemovalWakesAProducer(RoomMaker maker) throws Exception {
        for (QueueKind kind : QueueKind.BLOCKING) {
            BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
            Worker<Boolean> putter = Worker.startAction(() -> queue.put(4)).awaitBlocked();

            maker.makeRoom(queue);

            putter.result();
            assertThat(QueueKind.bounded(queue).stats().enqueued()).isEqualTo(CAPACITY + 1);
        }
    }

    /** Every way to insert must wake those who wait for an element. */
    private enum Inserter {
        OFFER {
            @Override
            void insert(BlockingQueue<Integer> queue) {
                queue.offer(7);
            }
        },
        ADD {
            @Override
            void insert(BlockingQueue<Integer> queue) {
                queue.add(7);
            }
        },
        TIMED_OFFER {
            @Override
            void insert(BlockingQueue<Integer> queue) throws InterruptedException {
                queue.offer(7, 1, TimeUnit.DAYS);
            }
        },
        PUT {
            @Override
            void insert(BlockingQueue<Integer> queue) throws InterruptedException {
                queue.put(7);
            }
        },
        FILL {
            @Override
            void insert(BlockingQueue<Integer> queue) {
                QueueKind.bounded(queue).fill(() -> 7, 1);
            }
        },
        ADD_ALL {
            @Override
            void insert(BlockingQueue<Integer> queue) {
                queue.addAll(List.of(7));
            }
        },
        THROWING_SOURCE {
            @Override
            void insert(BlockingQueue<Integer> queue) {
                int[] calls = {0};
                assertThatThrownBy(() -> QueueKind.bounded(queue)
                        .fill(
                                () -> {
                                    if (calls[0]++ == 0) {
                                        return 7;
                                    }
                                    throw new IllegalArgumentException("source");
                                },
                                2));
            }
        };

        abstract void insert(BlockingQueue<Integer> queue) throws InterruptedException;
    }

    @ParameterizedTest
    @EnumSource(Inserter.class)
    void everyInsertionWakesAConsumer(Inserter inserter) throws Exception {
        for (QueueKind kind : QueueKind.BLOCKING) {
            BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
            Worker<Integer> taker = Worker.start(queue::take).awaitBlocked();

            inserter.insert(queue);

            assertThat(taker.result()).isEqualTo(7);
        }
    }

    @EveryBlockingQueue
    void severalWaitingProducersAreAllServed(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
        List<Worker<Boolean>> putters = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int element = 100 + i;
            putters.add(Worker.startAction(() -> queue.put(element)).awaitBlocked());
        }

        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < CAPACITY + 6; i++) {
            taken.add(queue.take());
        }

        for (Worker<Boolean> putter : putters) {
            putter.result();
        }
        assertThat(taken)
                .containsExactlyInAnyOrder(0, 1, 2, 3, 100, 101, 102, 103, 104, 105)
                .startsWith(0, 1, 2, 3);
    }

    @EveryBlockingQueue
    void oneDrainWakesAsManyProducersAsItMadeRoomFor(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(CAPACITY, CAPACITY);
        List<Worker<Boolean>> putters = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            int element = 100 + i;
            putters.add(Worker.startAction(() -> queue.put(element)).awaitBlocked());
        }

        assertThat(queue.drainTo(new ArrayList<>(), CAPACITY)).isEqualTo(CAPACITY);

        for (Worker<Boolean> putter : putters) {
            putter.result();
        }
        assertThat(pollAll(queue)).containsExactlyInAnyOrder(100, 101, 102, 103);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void severalWaitingConsumersAreAllServed(int waiting) throws Exception {
        for (QueueKind kind : QueueKind.MANY_CONSUMERS) {
            BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
            List<Worker<Integer>> takers = new ArrayList<>();
            for (int i = 0; i < waiting; i++) {
                takers.add(Worker.start(queue::take).awaitBlocked());
            }

            for (int i = 0; i < waiting; i++) {
                queue.put(i);
            }

            List<Integer> taken = new ArrayList<>();
            for (Worker<Integer> taker : takers) {
                taken.add(taker.result());
            }
            assertThat(taken).hasSize(waiting).doesNotHaveDuplicates();
            assertThat(queue).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, CAPACITY})
    void oneFillWakesAsManyConsumersAsItHasElementsFor(int waiting) throws Exception {
        for (QueueKind kind : QueueKind.MANY_CONSUMERS) {
            BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
            List<Worker<Integer>> takers = new ArrayList<>();
            for (int i = 0; i < waiting; i++) {
                takers.add(Worker.start(queue::take).awaitBlocked());
            }

            assertThat(QueueKind.bounded(queue).fill(() -> 7, waiting)).isEqualTo(waiting);

            for (Worker<Integer> taker : takers) {
                assertThat(taker.result()).isEqualTo(7);
            }
        }
    }

    @EveryBlockingQueue
    void noWakeUpIsLostInPingPong(QueueKind kind) throws Exception {
        BlockingQueue<Integer> ping = kind.createBlocking(1);
        BlockingQueue<Integer> pong = kind.createBlocking(1);
        int rounds = 20_000;
        Worker<Boolean> echo = Worker.startAction(() -> {
            for (int i = 0; i < rounds; i++) {
                pong.put(ping.take());
            }
        });
        Worker<Boolean> caller = Worker.startAction(() -> {
            for (int i = 0; i < rounds; i++) {
                ping.put(i);
                assertThat(pong.take()).isEqualTo(i);
            }
        });

        caller.result();
        echo.result();
    }

    @EveryBlockingQueue
    void noWakeUpIsLostWhenBothSidesWaitInTurn(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(1);
        int perProducer = 15_000;
        int producers = 2;
        List<Worker<Boolean>> workers = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            workers.add(Worker.startAction(() -> {
                for (int i = 0; i < perProducer; i++) {
                    queue.put(i);
                }
            }));
        }
        int consumers = kind.consumers(2);
        int perConsumer = producers * perProducer / consumers;
        for (int c = 0; c < consumers; c++) {
            workers.add(Worker.startAction(() -> {
                for (int i = 0; i < perConsumer; i++) {
                    queue.take();
                }
            }));
        }

        for (Worker<Boolean> worker : workers) {
            worker.result();
        }
        assertThat(queue).isEmpty();
    }

    @EveryBlockingQueue
    void noWakeUpIsLostWhenShortTimeOutsRaceWithTheHandOver(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(1);
        int rounds = 5_000;
        Worker<Boolean> producer = Worker.startAction(() -> {
            for (int i = 0; i < rounds; i++) {
                while (!queue.offer(i, 50, TimeUnit.MICROSECONDS)) {
                    Thread.onSpinWait();
                }
            }
        });
        Worker<Boolean> consumer = Worker.startAction(() -> {
            for (int i = 0; i < rounds; i++) {
                Integer element = queue.poll(50, TimeUnit.MICROSECONDS);
                while (element == null) {
                    element = queue.poll(50, TimeUnit.MICROSECONDS);
                }
                assertThat(element).isEqualTo(i);
            }
        });

        producer.result();
        consumer.result();
        assertThat(queue).isEmpty();
    }

    @EveryBlockingQueue
    void consumerThatWaitsIsServedThoughProducersNeverWait(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        int rounds = 3_000;
        Worker<Boolean> consumer = Worker.startAction(() -> {
            for (int i = 0; i < rounds; i++) {
                assertThat(queue.take()).isEqualTo(i);
            }
        });

        for (int i = 0; i < rounds; i++) {
            awaitEmptySpinning(queue);
            assertThat(queue.offer(i)).isTrue();
        }
        consumer.result();
        awaitEmpty(queue);
    }

    private static void awaitEmptySpinning(BlockingQueue<?> queue) {
        while (!queue.isEmpty()) {
            Thread.yield();
        }
    }
}
