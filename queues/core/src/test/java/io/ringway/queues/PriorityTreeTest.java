package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree at sizes of several levels, with every step compared to a sorted set. */
class PriorityTreeTest {

    private static final int CAPACITY = 20_000;

    /** A tree whose elements are their own sequences, beside the model. */
    private static final class Pair {
        private final PriorityTree<Long> tree;
        private final TreeSet<PrioritizedItem<Long>> model =
                new TreeSet<>(Comparator.comparingInt((PrioritizedItem<Long> item) -> item.priority())
                        .thenComparingLong(PrioritizedItem::sequence));
        private final int capacity;
        private long inserted;

        Pair(int capacity) {
            this.capacity = capacity;
            tree = new PriorityTree<>(capacity);
        }

        void insert(int priority) {
            tree.insert(inserted, priority);
            model.add(new PrioritizedItem<>(inserted, priority, inserted));
            inserted++;
        }

        void removeFirst() {
            PrioritizedItem<Long> expected = model.pollFirst();
            assertThat(new PrioritizedItem<>(tree.first(), tree.firstPriority(), tree.firstSequence()))
                    .isEqualTo(expected);
            assertThat(tree.removeFirst()).isEqualTo(expected.item());
        }

        void remove(PrioritizedItem<Long> item) {
            assertThat(tree.remove(item.priority(), item.sequence())).isTrue();
            assertThat(tree.remove(item.priority(), item.sequence())).isFalse();
            model.remove(item);
        }

        boolean isFull() {
            return model.size() == capacity;
        }

        void checkAll() {
            List<PrioritizedItem<Long>> held = new ArrayList<>();
            tree.copyTo(held);
            held.sort(model.comparator());
            assertThat(held).isEqualTo(List.copyOf(model));
        }

        void empty() {
            while (!model.isEmpty()) {
                removeFirst();
            }
        }
    }

    private static Stream<Arguments> patterns() {
        SplittableRandom random = new SplittableRandom(1);
        return Stream.of(
                pattern("ascending", i -> i),
                pattern("descending", i -> -i),
                pattern("equal", i -> 7),
                pattern("alternating", i -> i % 2 == 0 ? i : -i),
                pattern("least and greatest", i -> i % 3 == 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE),
                pattern("many equals", i -> random.nextInt(-3, 4)),
                pattern("any", i -> random.nextInt()));
    }

    private static Arguments pattern(String name, IntUnaryOperator priority) {
        return Arguments.of(name, priority);
    }

    /** Fills it, turns its content over, empties it, twice: all the room is usable again, in whatever order. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void ordersWhateverComes(String name, IntUnaryOperator priority) {
        Pair pair = new Pair(CAPACITY);
        int i = 0;
        for (int round = 0; round < 2; round++) {
            while (!pair.isFull()) {
                pair.insert(priority.applyAsInt(i++));
            }
            pair.checkAll();
            for (int turns = 0; turns < CAPACITY; turns++) {
                pair.removeFirst();
                pair.insert(priority.applyAsInt(i++));
            }
            pair.empty();
        }
    }

    /** The nodes last for whatever order: nothing is filled anew, which would allocate an array. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void allocatesNothing(String name, IntUnaryOperator priority) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PriorityTree<String> tree = new PriorityTree<>(CAPACITY);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 2 * CAPACITY; i++) {
            if (i >= CAPACITY) {
                tree.removeFirst();
            }
            tree.insert("e", priority.applyAsInt(i));
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(CAPACITY);
    }

    private static Stream<Arguments> sizes() {
        return Stream.of(1, 2, 63, 64, 65, 66, 128, 500, 5_000)
                .flatMap(capacity -> Stream.of(Arguments.of(capacity, 3), Arguments.of(capacity, capacity)));
    }

    @ParameterizedTest(name = "capacity {0}, priorities to {1}")
    @MethodSource("sizes")
    void randomHistoriesDoWhatASortedSetDoes(int capacity, int range) {
        SplittableRandom random = new SplittableRandom(capacity);
        Pair pair = new Pair(capacity);
        int share = 5;
        for (int step = 0; step < 20_000 + 10 * capacity; step++) {
            if (step % (capacity + 1) == 0) {
                share = random.nextInt(2, 9);
            }
            if (random.nextInt(10) < share && !pair.isFull()) {
                pair.insert(random.nextInt(4) == 0 && range > 3 ? step / 7 : random.nextInt(-range, range));
            } else if (!pair.model.isEmpty()) {
                if (random.nextInt(4) > 0) {
                    pair.removeFirst();
                } else {
                    long sequence = Math.max(0, pair.inserted - random.nextInt(2 * capacity));
                    PrioritizedItem<Long> any = new PrioritizedItem<>(0L, random.nextInt(-range, range), sequence);
                    PrioritizedItem<Long> after = pair.model.ceiling(any);
                    pair.remove(after == null ? pair.model.last() : after);
                }
            }
            if (random.nextInt(5 * capacity + 5_000) == 0) {
                pair.tree.clear();
                pair.model.clear();
            }
        }
        pair.checkAll();
        pair.empty();
    }

    /**
     * Removals out of turn leave leaves of one element and of none; yet the nodes last for as many others as there is
     * room.
     */
    @Test
    void sparseLeavesAreFilledAnewWhenTheNodesRunOut() {
        Pair pair = new Pair(CAPACITY);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; !pair.isFull(); i++) {
                // Descending: half-full leaves, as many as there can be.
                pair.insert(-i * 100);
            }
            for (PrioritizedItem<Long> item : List.copyOf(pair.model)) {
                if (item.priority() / 100 % (3 * PriorityTree.ROOM / 2) != 0) {
                    pair.remove(item);
                }
            }
            for (int i = 0; !pair.isFull(); i++) {
                pair.insert(-(CAPACITY / 2) * 100 - i % 100);
            }
            pair.checkAll();
            for (int i = 0; i < CAPACITY / 2; i++) {
                pair.removeFirst();
            }
        }
        pair.empty();
    }

    @Test
    void keepsNoElementThatIsGone() {
        PriorityTree<Object> tree = new PriorityTree<>(300);
        List<WeakReference<Object>> gone = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Object element = new Object();
            gone.add(new WeakReference<>(element));
            tree.insert(element, i);
        }
        for (int i = 0; i < 100; i++) {
            tree.removeFirst();
            tree.remove(299 - i, 299 - i);
        }
        tree.clear();
        System.gc();

        assertThat(gone).allMatch(reference -> reference.get() == null);
    }
}
