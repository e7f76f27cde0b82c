package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Any sequence of calls has the same outcomes as with the {@link ModelQueue}. */
class ModelPropertyTest {

    private static final int TRIES = 2_000;
    private static final int MAX_CALLS = 120;
    private static final int MAX_CAPACITY = 17;
    private static final int MAX_LIMIT = MAX_CAPACITY + 3;
    private static final int MAX_ELEMENT = 5;

    private interface Operation<Q> {
        @Nullable
        Object on(Q queue) throws InterruptedException;
    }

    /** A call and its arguments, as a failing example shows it. */
    private record Call<Q>(String text, Operation<? super Q> operation) {

        /** What the call returned, or the class of what it threw. */
        @Nullable
        Object outcome(Q queue) throws InterruptedException {
            try {
                return operation.on(queue);
            } catch (RuntimeException e) {
                return e.getClass();
            }
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @Property(tries = TRIES)
    void spscQueueDoesWhatTheModelDoes(
            @ForAll @IntRange(min = 1, max = MAX_CAPACITY) int capacity,
            @ForAll("calls") List<Call<BoundedQueue<Integer>>> calls)
            throws InterruptedException {
        SpscQueue<Integer> queue = new SpscQueue<>(capacity);
        ModelQueue<Integer> model = new ModelQueue<>(queue.capacity());
        for (Call<BoundedQueue<Integer>> call : calls) {
            assertThat(call.outcome(queue)).as("%s", call).isEqualTo(call.outcome(model));
            assertSameState(queue, model);
        }
        assertSameContent(queue, model);
    }

    @Property(tries = TRIES)
    void mpscQueueDoesWhatTheModelDoes(
            @ForAll @IntRange(min = 1, max = MAX_CAPACITY) int capacity,
            @ForAll("blockingCalls") List<Call<BlockingQueue<Integer>>> calls)
            throws InterruptedException {
        assertSameOutcomes(new MpscQueue<>(capacity), calls);
    }

    @Property(tries = TRIES)
    void mpmcQueueDoesWhatTheModelDoes(
            @ForAll @IntRange(min = 1, max = MAX_CAPACITY) int capacity,
            @ForAll("blockingCalls") List<Call<BlockingQueue<Integer>>> calls)
            throws InterruptedException {
        assertSameOutcomes(new MpmcQueue<>(capacity), calls);
    }

    private static void assertSameOutcomes(BlockingQueue<Integer> queue, List<Call<BlockingQueue<Integer>>> calls)
            throws InterruptedException {
        BoundedQueue<Integer> bounded = QueueKind.bounded(queue);
        ModelQueue<Integer> model = new ModelQueue<>(bounded.capacity());
        for (Call<BlockingQueue<Integer>> call : calls) {
            assertThat(call.outcome(queue)).as("%s", call).isEqualTo(call.outcome(model));
            assertSameState(bounded, model);
            assertThat(queue.toArray()).as("elements after %s", call).isEqualTo(model.toArray());
        }
        assertSameContent(bounded, model);
    }

    private static void assertSameState(BoundedQueue<Integer> queue, ModelQueue<Integer> model) {
        assertThat(queue.stats()).isEqualTo(model.stats());
        assertThat(queue.size()).isEqualTo(model.size());
        assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
        assertThat(queue.remainingCapacity()).isEqualTo(model.remainingCapacity());
        assertThat(queue.isClosed()).isEqualTo(model.isClosed());
        assertThat(queue.peek()).isEqualTo(model.peek());
    }

    private static void assertSameContent(BoundedQueue<Integer> queue, ModelQueue<Integer> model) {
        assertThat(QueueKind.pollAll(queue)).isEqualTo(QueueKind.pollAll(model));
        assertThat(queue.stats()).isEqualTo(model.stats());
    }

    @Provide
    Arbitrary<List<Call<BoundedQueue<Integer>>>> calls() {
        return sharedCalls().list().ofMaxSize(MAX_CALLS);
    }

    @Provide
    Arbitrary<List<Call<BlockingQueue<Integer>>>> blockingCalls() {
        Arbitrary<Call<BlockingQueue<Integer>>> shared = sharedCalls()
                .map(call -> new Call<>(call.text(), queue -> call.operation().on(QueueKind.bounded(queue))));
        return Arbitraries.frequencyOf(Tuple.of(2, shared), Tuple.of(1, collectionCalls()))
                .list()
                .ofMaxSize(MAX_CALLS);
    }

    private static Arbitrary<Call<BoundedQueue<Integer>>> sharedCalls() {
        Arbitrary<Integer> element = Arbitraries.integers().between(0, MAX_ELEMENT);
        Arbitrary<Integer> limit = Arbitraries.integers().between(0, MAX_LIMIT);
        Arbitrary<Integer> failing = Arbitraries.integers().between(0, MAX_CAPACITY);
        return Arbitraries.frequencyOf(
                Tuple.of(12, element.map(e -> new Call<>("offer " + e, q -> q.offer(e)))),
                Tuple.of(3, element.map(e -> new Call<>("add " + e, q -> q.add(e)))),
                Tuple.of(8, constant("poll", BoundedQueue::poll)),
                Tuple.of(2, constant("remove", BoundedQueue::remove)),
                Tuple.of(1, constant("element", BoundedQueue::element)),
                Tuple.of(3, limit.map(n -> new Call<>("drain " + n, q -> drain(q, n, -1)))),
                Tuple.of(
                        2,
                        Combinators.combine(limit, failing)
                                .as((n, at) -> new Call<>("drain " + n + " fails at " + at, q -> drain(q, n, at)))),
                Tuple.of(3, limit.map(n -> new Call<>("fill " + n, q -> fill(q, n, -1, null)))),
                Tuple.of(
                        2,
                        Combinators.combine(limit, failing)
                                .as((n, at) -> new Call<>(
                                        "fill " + n + " fails at " + at,
                                        q -> fill(q, n, at, new ArithmeticException())))),
                Tuple.of(
                        2,
                        Combinators.combine(limit, failing)
                                .as((n, at) ->
                                        new Call<>("fill " + n + " gives null at " + at, q -> fill(q, n, at, null)))),
                Tuple.of(1, constant("clear", ModelPropertyTest::clear)),
                Tuple.of(1, rarely("close", ModelPropertyTest::close)));
    }

    private static Arbitrary<Call<BlockingQueue<Integer>>> collectionCalls() {
        Arbitrary<Integer> element = Arbitraries.integers().between(0, MAX_ELEMENT);
        Arbitrary<Integer> limit = Arbitraries.integers().between(0, MAX_LIMIT);
        Arbitrary<Integer> place = Arbitraries.integers().between(0, MAX_CAPACITY);
        return Arbitraries.frequencyOf(
                Tuple.of(4, element.map(e -> new Call<>("remove " + e, q -> q.remove((Object) (int) e)))),
                Tuple.of(1, element.map(e -> new Call<>("contains " + e, q -> q.contains(e)))),
                Tuple.of(4, place.map(at -> new Call<>("iterator removes " + at, q -> removeAt(q, at)))),
                Tuple.of(1, element.map(e -> new Call<>("remove if " + e, q -> q.removeIf(e::equals)))),
                Tuple.of(1, element.map(e -> new Call<>("retain all but " + e, q -> q.removeAll(List.of(e))))),
                Tuple.of(2, element.map(e -> new Call<>("offer in no time " + e, q -> q.offer(e, 0, TimeUnit.DAYS)))),
                Tuple.of(
                        2,
                        element.map(e -> new Call<>("put if room " + e, q -> {
                            if (q.remainingCapacity() > 0
                                    || QueueKind.bounded(q).isClosed()) {
                                q.put(e);
                            }
                            return null;
                        }))),
                Tuple.of(2, constant("poll in no time", q -> q.poll(0, TimeUnit.DAYS))),
                Tuple.of(
                        2,
                        constant(
                                "take if any",
                                q -> q.isEmpty() && !QueueKind.bounded(q).isClosed() ? null : q.take())),
                Tuple.of(2, limit.map(n -> new Call<>("drain to " + n, q -> drainTo(q, n)))));
    }

    private static <Q> Arbitrary<Call<Q>> constant(String text, Operation<? super Q> operation) {
        return Arbitraries.just(new Call<>(text, operation));
    }

    /** Most sequences should have a long life before the end. */
    private static Arbitrary<Call<BoundedQueue<Integer>>> rarely(
            String text, Function<BoundedQueue<Integer>, ?> operation) {
        return Arbitraries.frequencyOf(
                Tuple.of(4, constant("peek", BoundedQueue::peek)), Tuple.of(1, constant(text, operation::apply)));
    }

    private static Object clear(BoundedQueue<Integer> queue) {
        queue.clear();
        return "cleared";
    }

    private static Object close(BoundedQueue<Integer> queue) {
        queue.close();
        return "closed";
    }

    /** What the sink got, and how the call ended. */
    private static Object drain(BoundedQueue<Integer> queue, int limit, int failingCall) {
        List<Object> seen = new ArrayList<>();
        try {
            int count = queue.drain(
                    e -> {
                        if (seen.size() == failingCall) {
                            throw new ArithmeticException("sink");
                        }
                        seen.add(e);
                    },
                    limit);
            seen.add(count);
        } catch (ArithmeticException e) {
            seen.add(e.getMessage());
        }
        return seen;
    }

    /** How often the source was asked, and how the call ended. At one call it throws, or gives null. */
    private static Object fill(
            BoundedQueue<Integer> queue, int limit, int failingCall, @Nullable RuntimeException failure) {
        int[] calls = {0};
        List<Object> outcome = new ArrayList<>();
        try {
            outcome.add(queue.fill(
                    () -> {
                        int call = calls[0]++;
                        if (call != failingCall) {
                            return call;
                        }
                        if (failure == null) {
                            return null;
                        }
                        throw failure;
                    },
                    limit));
        } catch (RuntimeException e) {
            outcome.add(e.getClass());
        }
        outcome.add(calls[0]);
        return outcome;
    }

    private static Object drainTo(BlockingQueue<Integer> queue, int limit) {
        List<Integer> target = new ArrayList<>();
        int count = queue.drainTo(target, limit);
        target.add(count);
        return target;
    }

    private static Object removeAt(BlockingQueue<Integer> queue, int place) {
        Iterator<Integer> iterator = queue.iterator();
        for (int i = 0; i <= place; i++) {
            if (!iterator.hasNext()) {
                return "too short";
            }
            iterator.next();
        }
        iterator.remove();
        List<Integer> rest = new ArrayList<>();
        iterator.forEachRemaining(rest::add);
        return rest;
    }
}
