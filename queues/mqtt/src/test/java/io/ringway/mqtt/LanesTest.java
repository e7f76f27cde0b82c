package io.ringway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringway.queues.QueueClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in here may show itself by threads that wait for ever. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LanesTest {
    private static final int LANES = 4;

    private static Telemetry reading(String producer, long number) {
        return new Telemetry(producer, number, Map.of());
    }

    private static List<Telemetry> takeAll(Lanes lanes) {
        List<Telemetry> taken = new ArrayList<>();
        for (Telemetry next = lanes.poll(); next != null; next = lanes.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** Runs the work on threads whose lanes are 0, 1, 2, and so on. */
    private static void inLanes(int lanes, Runnable... work) {
        List<Runnable> left = new ArrayList<>(List.of(work));
        for (int lane = 0; !left.isEmpty(); lane = (lane + 1) % lanes) {
            Thread thread = new Thread(left.get(0));
            if (thread.getId() % lanes == lane) {
                left.remove(0);
                thread.start();
                join(thread);
            } else {
                lane--;
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "8, 8", "1000, 1024", "5000, 8192", "100000, 131072"})
    void oneThreadCanHaveAllPlacesAndNoMore(int capacity, int rounded) {
        Lanes lanes = new Lanes(capacity, false);
        assertThat(lanes.capacity()).isEqualTo(rounded);
        for (int lap = 0; lap < 3; lap++) {
            for (int i = 0; i < rounded; i++) {
                assertThat(lanes.queue(reading("p", i))).isTrue();
            }
            assertThat(lanes.size()).isEqualTo(rounded);
            assertThat(lanes.queue(reading("p", -1))).isFalse();
            assertThat(takeAll(lanes))
                    .hasSize(rounded)
                    .isSortedAccordingTo((a, b) -> Long.compare(a.timestamp(), b.timestamp()));
            assertThat(lanes.isEmpty()).isTrue();
        }
        assertThat(lanes.refused()).isEqualTo(3);
        assertThat(lanes.accepted()).isEqualTo(3L * rounded);
    }

    @Test
    void emptyAreTheyWhenAllLanesAre() {
        for (int filled = 0; filled < LANES; filled++) {
            Lanes lanes = new Lanes(8, false, LANES);
            assertThat(lanes.isEmpty()).isTrue();
            Runnable[] work = new Runnable[LANES];
            Arrays.fill(work, (Runnable) () -> {});
            work[filled] = () -> queue(lanes, "p", 1);
            inLanes(LANES, work);
            assertThat(lanes.isEmpty()).isFalse();
        }
    }

    @Test
    void allLanesShareTheBound() {
        Lanes lanes = new Lanes(8, false, LANES);
        Runnable three = () -> {
            for (int i = 0; i < 3; i++) {
                lanes.queue(reading("p", i));
            }
        };
        inLanes(LANES, three, three, three, three);
        assertThat(lanes.accepted()).isEqualTo(8);
        assertThat(lanes.refused()).isEqualTo(4);
        assertThat(lanes.poll()).isNotNull();
        inLanes(LANES, three);
        assertThat(lanes.accepted()).as("one was taken, one has its place").isEqualTo(9);
    }

    @Test
    void whatLanesKeepIsASmallShare() {
        int capacity = 1 << 16;
        Lanes lanes = new Lanes(capacity, false, LANES);
        Runnable one = () -> lanes.queue(reading("a", 1));
        Runnable all = () -> {
            while (lanes.queue(reading("b", 1))) {}
        };
        inLanes(LANES, one, one, one, all);
        assertThat(lanes.accepted()).isBetween(capacity - capacity / 128L, (long) capacity);
        assertThat(lanes.size()).isEqualTo((int) lanes.accepted());
    }

    @Test
    void whatTheConsumerTookIsFreeAtTheEndOfItsTurn() {
        int capacity = 1 << 16;
        Lanes lanes = new Lanes(capacity, false, LANES);
        while (lanes.queue(reading("p", 1))) {}
        for (int i = 1; i < 100; i++) {
            lanes.poll();
            lanes.endTurn();
            assertThat(lanes.size()).isEqualTo(capacity - i);
        }
    }

    @Test
    void theConsumerTakesTheOldestFirst() {
        Lanes lanes = new Lanes(1024, false, 2);
        inLanes(2, () -> queue(lanes, "a", 1, 4, 5, 5, 9), () -> queue(lanes, "b", 2, 3, 6, 7, 8));
        assertThat(takeAll(lanes))
                .extracting(Telemetry::timestamp)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void theOldestIsLookedForAnewOnceTheyWereEmpty() {
        Lanes lanes = new Lanes(1024, false, 2);
        for (int lap = 0; lap < 20; lap++) {
            inLanes(2, () -> queue(lanes, "a", 1));
            assertThat(takeAll(lanes)).hasSize(1);
            inLanes(2, () -> queue(lanes, "a", 3), () -> queue(lanes, "b", 2));
            assertThat(takeAll(lanes)).extracting(Telemetry::timestamp).containsExactly(2L, 3L);
        }
    }

    @Test
    void aThreadOfASlowClockKeepsNobodyWaiting() {
        Lanes lanes = new Lanes(10_000, false, 2);
        inLanes(2, () -> queue(lanes, "slow", LongStream.range(0, 9_000).toArray()), () -> queue(lanes, "b", 1L << 40));
        assertThat(takeAll(lanes)).hasSize(9_001).extracting(Telemetry::device).containsSubsequence("b", "slow");
    }

    private static void queue(Lanes lanes, String producer, long... times) {
        for (long time : times) {
            lanes.queue(reading(producer, time));
        }
    }

    @Test
    void theOldestOfTheOwnLaneGoesFirst() {
        Lanes lanes = new Lanes(4, true, 2);
        inLanes(2, () -> lanes.queue(reading("a", 1)), () -> {
            for (int i = 0; i < 10; i++) {
                lanes.queue(reading("b", i));
            }
        });
        assertThat(takeAll(lanes))
                .containsExactlyInAnyOrder(reading("a", 1), reading("b", 7), reading("b", 8), reading("b", 9));
        assertThat(lanes.evicted()).isEqualTo(7);
        assertThat(lanes.refused()).isZero();
    }

    @Test
    void whatAnotherThreadLeftLongAgoGoesBeforeWhatIsNew() {
        Lanes lanes = new Lanes(64, true, 2);
        inLanes(
                2,
                () -> {
                    for (int i = 0; i < 64; i++) {
                        lanes.queue(reading("stopped", i));
                    }
                },
                () -> {
                    for (int i = 0; i < 64; i++) {
                        lanes.queue(reading("at work", 10_000 + i));
                    }
                });
        assertThat(takeAll(lanes))
                .hasSize(64)
                .allMatch(reading -> reading.device().equals("at work"));
        assertThat(lanes.evicted()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, 0, Long.MAX_VALUE})
    void anyTimeIsATime(long time) {
        Lanes lanes = new Lanes(2, true, 2);
        Runnable queueing = () -> {
            for (int i = 0; i < 600; i++) {
                lanes.queue(reading("p", time));
            }
        };
        inLanes(2, queueing, queueing);
        assertThat(takeAll(lanes)).hasSize(2);
        assertThat(lanes.evicted()).isEqualTo(1198);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClosedOneTakesNothingAndLosesNothing(boolean dropsOldest) {
        for (int held = 0; held <= 2; held++) {
            Lanes lanes = new Lanes(2, dropsOldest);
            for (int i = 0; i < held; i++) {
                lanes.queue(reading("p", i));
            }
            lanes.close();
            assertThatThrownBy(() -> lanes.queue(reading("p", 9))).isInstanceOf(QueueClosedException.class);
            assertThat(takeAll(lanes)).hasSize(held);
            assertThat(lanes.evicted()).isZero();
            assertThat(lanes.refused()).isZero();
        }
    }

    @Test
    void nullIsRefusedAndTakesNoPlace() {
        Lanes lanes = new Lanes(1, false);
        assertThatThrownBy(() -> lanes.queue(none())).isInstanceOf(NullPointerException.class);
        assertThat(lanes.queue(reading("p", 1))).isTrue();
    }

    @SuppressWarnings("NullAway")
    private static Telemetry none() {
        return (Telemetry) (Object) null;
    }

    /** More threads than lanes, so that some share one; few places, so that they are fought for. */
    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "4, false", "4, true", "1024, false", "1024, true", "65536, false", "65536, true"
    })
    void eachReadingIsTakenOrEvictedOnceAndInOrder(int capacity, boolean dropsOldest) throws Exception {
        int producers = 6;
        int each = 60_000;
        Lanes lanes = new Lanes(capacity, dropsOldest, LANES);
        CountDownLatch working = new CountDownLatch(producers);
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        long[] accepted = new long[producers];
        long[] sums = new long[producers];
        for (int p = 0; p < producers; p++) {
            int producer = p;
            new Thread(() -> {
                        try {
                            for (int i = 0; i < each; i++) {
                                if (lanes.queue(reading(String.valueOf(producer), i))) {
                                    accepted[producer]++;
                                    sums[producer] += i;
                                }
                            }
                        } catch (RuntimeException e) {
                            failures.add(e);
                        } finally {
                            working.countDown();
                        }
                    })
                    .start();
        }
        Map<String, Long> last = new HashMap<>();
        long[] takenSums = new long[producers];
        long taken = 0;
        while (true) {
            boolean ended = working.getCount() == 0;
            @Nullable Telemetry next = lanes.poll();
            assertThat(lanes.size()).isBetween(0, capacity);
            assertThat(taken).isLessThanOrEqualTo((long) producers * each);
            if (next != null) {
                taken++;
                takenSums[Integer.parseInt(next.device())] += next.timestamp();
                Long before = last.put(next.device(), next.timestamp());
                assertThat(before == null || before < next.timestamp())
                        .as("in order")
                        .isTrue();
            } else if (ended) {
                break;
            }
        }
        assertThat(failures).isEmpty();
        long inAll = 0;
        for (int p = 0; p < producers; p++) {
            inAll += accepted[p];
            if (!dropsOldest) {
                assertThat(takenSums[p])
                        .as("sum of the readings of producer %d", p)
                        .isEqualTo(sums[p]);
            }
        }
        assertThat(lanes.accepted()).isEqualTo(inAll);
        assertThat(taken + lanes.evicted()).isEqualTo(inAll);
        assertThat(inAll + lanes.refused()).isEqualTo((long) producers * each);
        assertThat(lanes.size()).isZero();
        if (!dropsOldest) {
            // Each lane's thread takes what it can, what its lane keeps included: no place was lost or made up.
            Runnable all = () -> {
                while (lanes.queue(reading("last", 1))) {}
            };
            inLanes(LANES, all, all, all, all);
            assertThat(lanes.accepted() - inAll).isEqualTo(capacity);
        }
    }

    @Test
    void ofAnotherThreadsOnlyWhatIsOlderGoes() {
        Lanes lanes = new Lanes(1024, true, 2);
        inLanes(
                2,
                () -> queue(lanes, "slow", 0, 10_000, 20_000, 30_000, 40_000, 50_000),
                () -> queue(
                        lanes,
                        "busy",
                        LongStream.range(0, 1018).map(i -> 2_000 + i * 48).toArray()));
        inLanes(2, () -> {}, () -> queue(lanes, "busy", 51_000, 51_001, 51_002, 51_003, 51_004, 51_005));
        assertThat(takeAll(lanes))
                .filteredOn(reading -> reading.device().equals("slow"))
                .extracting(Telemetry::timestamp)
                .containsExactly(10_000L, 20_000L, 30_000L, 40_000L, 50_000L);
    }

    @Test
    void theTurnGoesRoundAllLanes() {
        Lanes lanes = new Lanes(1 << 17, false, LANES);
        inLanes(
                LANES,
                () -> queue(lanes, "slow", LongStream.range(0, 50_000).toArray()),
                () -> queue(
                        lanes,
                        "b",
                        LongStream.range(1 << 20, (1 << 20) + 50_000).toArray()),
                () -> queue(lanes, "c", 1L << 40));
        assertThat(takeAll(lanes).subList(0, 2_000))
                .extracting(Telemetry::device)
                .contains("b", "c");
    }

    @Test
    void threadsThatTakeTurnsComeNearlyInOrder() {
        Lanes lanes = new Lanes(1 << 14, false, LANES);
        Runnable[] work = new Runnable[LANES];
        for (int i = 0; i < LANES; i++) {
            int lane = i;
            work[i] = () -> queue(
                    lanes,
                    "p",
                    LongStream.range(0, 4_000).map(n -> n * LANES + lane).toArray());
        }
        inLanes(LANES, work);
        long latest = 0;
        for (Telemetry next = lanes.poll(); next != null; next = lanes.poll()) {
            latest = Math.max(latest, next.timestamp());
            assertThat(latest - next.timestamp()).isLessThan(200);
        }
    }

    /** They find neither a place nor a reading: who took the last places met the end. */
    @Test
    void closingLetsGoOfThreadsThatDropTheOldest() {
        for (int round = 0; round < 20; round++) {
            Lanes lanes = new Lanes(1, true, LANES);
            Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < 8; i++) {
                Thread thread = new Thread(() -> {
                    while (true) {
                        lanes.queue(reading("p", 1));
                    }
                });
                thread.setUncaughtExceptionHandler((ended, end) -> ends.add(end));
                thread.setDaemon(true);
                thread.start();
            }
            while (lanes.evicted() < 100) {
                Thread.onSpinWait();
            }
            lanes.close();
            await().atMost(Duration.ofMinutes(1)).until(() -> ends.size() == 8);
            assertThat(ends).hasOnlyElementsOfType(QueueClosedException.class);
        }
    }

    /** One place for all: most of them find it on its way from one to another, and wait. */
    @Test
    void whoIsInterruptedStaysSo() {
        Lanes lanes = new Lanes(1, true, LANES);
        Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 8; i++) {
            new Thread(() -> {
                        Thread.currentThread().interrupt();
                        for (int n = 0; n < 20_000; n++) {
                            lanes.queue(reading("p", n));
                        }
                        interrupted.add(Thread.currentThread().isInterrupted());
                    })
                    .start();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> interrupted.size() == 8);
        assertThat(interrupted).containsOnly(true);
    }

    /** Threads of one lane, which take from what it keeps at the same time. */
    @Test
    void whatALaneKeepsIsGivenToOneThreadEach() throws Exception {
        int capacity = 1 << 16;
        Lanes lanes = new Lanes(capacity, false, 1);
        Telemetry same = reading("p", 1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 500_000; n++) {
                    lanes.queue(same);
                }
            });
            thread.start();
            threads.add(thread);
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            takeAll(lanes);
        }
        takeAll(lanes);
        long before = lanes.accepted();
        while (lanes.queue(same)) {}
        assertThat(lanes.accepted() - before).isEqualTo(capacity);
    }

    @Test
    void aPlaceThatComesBackIsOnePlace() {
        Lanes lanes = new Lanes(1 << 16, false, LANES);
        while (lanes.queue(reading("p", 1))) {}
        for (int i = 0; i < 3; i++) {
            lanes.poll();
        }
        lanes.endTurn();
        while (lanes.queue(reading("p", 1))) {}
        assertThat(lanes.accepted()).isEqualTo((1 << 16) + 3);
    }
}
