package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Any sequence of calls has the same outcomes as with a model made of lists. No linger ends within a test. */
class BatchingModelTest {

    private static final int MAX_CALLS = 150;
    private static final int MAX_PENDING = 19;

    private record Sizes(int batchSize, int maxPending) {}

    private interface Call {
        @Nullable
        Object on(Subject subject) throws InterruptedException;
    }

    private record Named(String text, Call call) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** What the queue and the model have in common. */
    private interface Subject {
        Object offer(int e);

        @Nullable
        List<Integer> poll() throws InterruptedException;

        /** The elements that the sink got; it throws at the {@code failing}-th. */
        List<Integer> drain(int failing);

        void flush();

        void close();

        BatchingStats stats();
    }

    private record Real(BatchingQueue<Integer> queue) implements Subject {
        @Override
        public Object offer(int e) {
            try {
                return queue.offer(e);
            } catch (QueueClosedException closed) {
                return "closed";
            }
        }

        @Override
        public @Nullable List<Integer> poll() throws InterruptedException {
            return queue.pollBatch(0, TimeUnit.SECONDS);
        }

        @Override
        public List<Integer> drain(int failing) {
            List<Integer> given = new ArrayList<>();
            try {
                int count = queue.drainBatch(e -> {
                    given.add(e);
                    if (given.size() == failing) {
                        throw new ArithmeticException();
                    }
                });
                assertThat(count).isEqualTo(given.size());
            } catch (ArithmeticException e) {
                assertThat(given).hasSize(failing);
            }
            return given;
        }

        @Override
        public void flush() {
            queue.flush();
        }

        @Override
        public void close() {
            queue.close();
        }

        @Override
        public BatchingStats stats() {
            return queue.stats();
        }
    }

    private enum Reason {
        SIZE,
        FLUSH,
        CLOSE
    }

    private static final class Model implements Subject {
        private final Sizes sizes;
        private final Deque<List<Integer>> complete = new ArrayDeque<>();
        private final Deque<Reason> reasons = new ArrayDeque<>();
        private List<Integer> rest = List.of();
        private List<Integer> open = new ArrayList<>();
        private boolean closed;
        private int size;
        private long enqueued;
        private long rejected;
        private final long[] batches = new long[Reason.values().length];

        Model(Sizes sizes) {
            this.sizes = sizes;
        }

        @Override
        public Object offer(int e) {
            if (closed) {
                return "closed";
            }
            if (size == sizes.maxPending()) {
                rejected++;
                return false;
            }
            size++;
            enqueued++;
            open.add(e);
            if (open.size() == sizes.batchSize()) {
                end(Reason.SIZE);
            }
            return true;
        }

        private void end(Reason reason) {
            if (!open.isEmpty()) {
                complete.add(open);
                reasons.add(reason);
                open = new ArrayList<>();
            }
        }

        @Override
        public @Nullable List<Integer> poll() {
            List<Integer> batch = drain(0);
            return batch.isEmpty() ? null : batch;
        }

        @Override
        public List<Integer> drain(int failing) {
            List<Integer> batch = rest;
            rest = List.of();
            if (batch.isEmpty()) {
                if (complete.isEmpty()) {
                    return List.of();
                }
                batch = complete.remove();
                batches[reasons.remove().ordinal()]++;
            }
            if (failing > 0 && failing <= batch.size()) {
                rest = batch.subList(failing, batch.size());
                batch = batch.subList(0, failing);
            }
            size -= batch.size();
            return batch;
        }

        @Override
        public void flush() {
            end(Reason.FLUSH);
        }

        @Override
        public void close() {
            closed = true;
            end(Reason.CLOSE);
        }

        @Override
        public BatchingStats stats() {
            long bySize = batches[Reason.SIZE.ordinal()];
            long byFlush = batches[Reason.FLUSH.ordinal()];
            long byClose = batches[Reason.CLOSE.ordinal()];
            long all = bySize + byFlush + byClose;
            return new BatchingStats(
                    sizes.maxPending(), size, enqueued, enqueued - size, rejected, all, bySize, 0, byFlush, byClose);
        }
    }

    @Property(tries = 3_000)
    void queueDoesWhatTheModelDoes(@ForAll("sizes") Sizes sizes, @ForAll("calls") List<Named> calls)
            throws InterruptedException {
        BatchingQueue<Integer> queue = new BatchingQueue<>(sizes.batchSize(), Duration.ofDays(1), sizes.maxPending());
        Subject real = new Real(queue);
        Subject model = new Model(sizes);
        for (Named named : calls) {
            assertThat(named.call().on(real))
                    .as("%s", named)
                    .isEqualTo(named.call().on(model));
            assertThat(real.stats()).as("after %s", named).isEqualTo(model.stats());
            assertThat(queue.pendingCount()).isEqualTo(model.stats().size());
        }
        real.close();
        model.close();
        List<Integer> batch;
        do {
            batch = model.poll();
            assertThat(real.poll()).isEqualTo(batch);
        } while (batch != null);
        assertThat(real.stats()).isEqualTo(model.stats());
    }

    @Provide
    Arbitrary<Sizes> sizes() {
        return Arbitraries.integers()
                .between(1, MAX_PENDING)
                .flatMap(maxPending -> Arbitraries.integers()
                        .between(1, maxPending)
                        .map(batchSize -> new Sizes(batchSize, maxPending)));
    }

    @Provide
    Arbitrary<List<Named>> calls() {
        Arbitrary<Integer> element = Arbitraries.integers().between(0, 9);
        Arbitrary<Integer> failing = Arbitraries.integers().between(1, MAX_PENDING);
        Arbitrary<Integer> burst = Arbitraries.integers().between(1, MAX_PENDING);
        return Arbitraries.frequencyOf(
                        Tuple.of(20, element.map(e -> new Named("offer " + e, s -> s.offer(e)))),
                        Tuple.of(
                                6,
                                Combinators.combine(element, burst)
                                        .as((e, n) -> new Named("offer " + e + " " + n + " times", s -> {
                                            List<Object> outcomes = new ArrayList<>();
                                            for (int i = 0; i < n; i++) {
                                                outcomes.add(s.offer(e + i));
                                            }
                                            return outcomes;
                                        }))),
                        Tuple.of(5, Arbitraries.just(new Named("poll", Subject::poll))),
                        Tuple.of(5, Arbitraries.just(new Named("drain", s -> s.drain(0)))),
                        Tuple.of(3, failing.map(n -> new Named("drain fails at " + n, s -> s.drain(n)))),
                        Tuple.of(4, Arbitraries.just(new Named("flush", s -> {
                            s.flush();
                            return null;
                        }))),
                        Tuple.of(
                                1,
                                Arbitraries.integers()
                                        .between(0, 9)
                                        .map(n -> new Named("close 1 of 10", s -> {
                                            if (n == 0) {
                                                s.close();
                                            }
                                            return null;
                                        }))))
                .list()
                .ofMaxSize(MAX_CALLS);
    }
}
