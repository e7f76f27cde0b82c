package io.ringway.queues;

import static io.ringway.queues.QueueKind.bounded;
import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;

/** The blocking queues as collections: removal from the middle, searching, iterating, copying. */
class CollectionViewTest {

    private static final int CAPACITY = 8;

    @EveryBlockingQueue
    void drainToTakesEverythingInOrder(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(5, CAPACITY);
        List<Integer> target = new ArrayList<>(List.of(-1));

        assertThat(queue.drainTo(target)).isEqualTo(5);

        assertThat(target).containsExactly(-1, 0, 1, 2, 3, 4);
        assertThat(queue).isEmpty();
        assertThat(queue.drainTo(target)).isZero();
        assertThat(queue.offer(7)).isTrue();
    }

    @EveryBlockingQueue
    void drainToTakesNoMoreThanTheLimit(QueueKind kind) {
        for (int limit = 0; limit <= CAPACITY + 2; limit++) {
            BlockingQueue<Integer> queue = kind.blockingHolding(5, CAPACITY);
            List<Integer> target = new ArrayList<>();
            int expected = Math.min(limit, 5);

            assertThat(queue.drainTo(target, limit)).isEqualTo(expected);

            assertThat(target).hasSize(expected);
            target.addAll(pollAll(queue));
            assertThat(target).containsExactly(0, 1, 2, 3, 4);
        }
    }

    @EveryBlockingQueue
    void throwingTargetOfDrainToLosesOnlyTheElementItWasGiven(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(5, CAPACITY);
        List<Integer> target = new ArrayList<>() {
            @Override
            public boolean add(Integer e) {
                if (e == 2) {
                    throw new IllegalArgumentException("target");
                }
                return super.add(e);
            }
        };

        assertThatThrownBy(() -> queue.drainTo(target)).hasMessage("target");

        assertThat(target).containsExactly(0, 1);
        assertThat(pollAll(queue)).containsExactly(3, 4);
    }

    @EveryBlockingQueue
    void removeTakesTheFirstEqualElementFromAnyPlace(QueueKind kind) {
        for (int shift = 0; shift < 2 * CAPACITY; shift++) {
            for (int removed = 0; removed < CAPACITY; removed++) {
                BlockingQueue<Integer> queue = shifted(kind, shift);
                List<Integer> expected = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
                expected.remove(removed);

                assertThat(queue.remove((Object) removed)).isTrue();

                assertThat(queue.remove((Object) removed)).isFalse();
                assertThat(queue.size()).isEqualTo(CAPACITY - 1);
                assertThat(queue.remainingCapacity()).isOne();
                assertThat(queue).containsExactlyElementsOf(expected);
                assertThat(queue.offer(100)).as("room of the removed element").isTrue();
                assertThat(queue.offer(101)).isFalse();
                expected.add(100);
                assertThat(pollAll(queue)).isEqualTo(expected);
                assertConsistent(queue);
            }
        }
    }

    @EveryBlockingQueue
    void removingEveryElementInAnyOrderLeavesAnEmptyQueue(QueueKind kind) {
        List<List<Integer>> orders = List.of(
                List.of(0, 1, 2, 3, 4, 5, 6, 7), List.of(7, 6, 5, 4, 3, 2, 1, 0), List.of(3, 4, 2, 5, 1, 6, 0, 7));
        for (List<Integer> order : orders) {
            BlockingQueue<Integer> queue = shifted(kind, 3);

            for (Integer element : order) {
                assertThat(queue.remove((Object) element)).isTrue();
                assertThat(queue.contains(element)).isFalse();
            }

            assertThat(queue).isEmpty();
            assertThat(queue.poll()).isNull();
            assertThat(queue.peek()).isNull();
            assertThat(queue.remainingCapacity()).isEqualTo(CAPACITY);
            assertConsistent(queue);
            for (int i = 0; i < CAPACITY; i++) {
                assertThat(queue.offer(i)).isTrue();
            }
        }
    }

    /** Equal to any other of the same name, whatever its instance. */
    private record Named(String name, int instance) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Named named && named.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    @EveryBlockingQueue
    void elementsAreComparedByEquals(QueueKind kind) {
        BlockingQueue<Named> queue = kind.createBlocking(CAPACITY);
        queue.add(new Named("a", 1));
        queue.add(new Named("b", 2));
        queue.add(new Named("a", 3));

        assertThat(queue.contains(new Named("a", 0))).isTrue();
        assertThat(queue.contains(new Named("c", 0))).isFalse();
        assertThat(queue.remove(new Named("a", 0))).isTrue();
        assertThat(pollAll(queue)).extracting(Named::instance).containsExactly(2, 3);
    }

    @EveryBlockingQueue
    void foreignAndNullObjectsAreNotInTheQueue(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(3, CAPACITY);
        Object text = "0";

        assertThat(queue.contains(text)).isFalse();
        assertThat(queue.remove(text)).isFalse();
        assertThat(queue.contains(null)).isFalse();
        assertThat(queue.remove((Object) null)).isFalse();
        assertThat(queue).containsExactly(0, 1, 2);
    }

    @EveryBlockingQueue
    void throwingEqualsLeavesTheQueueUsable(QueueKind kind) throws Exception {
        BlockingQueue<Integer> queue = kind.blockingHolding(3, 4);
        Object bad = new Object() {
            @Override
            public boolean equals(Object other) {
                throw new IllegalArgumentException("equals");
            }

            @Override
            public int hashCode() {
                return 0;
            }
        };

        assertThatThrownBy(() -> queue.remove(bad)).hasMessage("equals");
        assertThatThrownBy(() -> queue.contains(bad)).hasMessage("equals");
        assertThatThrownBy(() -> queue.removeIf(e -> {
                    throw new IllegalArgumentException("filter");
                }))
                .hasMessage("filter");

        assertThat(Worker.start(() -> queue.offer(3)).result()).isTrue();
        assertThat(Worker.start(() -> pollAll(queue)).result()).containsExactly(0, 1, 2, 3);
    }

    @EveryBlockingQueue
    void iteratorShowsTheElementsInOrder(QueueKind kind) {
        for (int shift = 0; shift < 2 * CAPACITY; shift++) {
            assertThat(shifted(kind, shift)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @EveryBlockingQueue
    void iteratorEndsProperly(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(1, CAPACITY);
        Iterator<Integer> iterator = queue.iterator();

        assertThat(iterator.next()).isZero();
        assertThat(iterator.hasNext()).isFalse();
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(kind.createBlocking(CAPACITY).iterator()::next).isInstanceOf(NoSuchElementException.class);
    }

    @EveryBlockingQueue
    void iteratorRemovesTheElementItShowed(QueueKind kind) {
        for (int shift = 0; shift < CAPACITY; shift++) {
            for (int removed = 0; removed < CAPACITY; removed++) {
                BlockingQueue<Integer> queue = shifted(kind, shift);
                Iterator<Integer> iterator = queue.iterator();
                for (int i = 0; i <= removed; i++) {
                    iterator.next();
                }

                iterator.remove();

                List<Integer> expected = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
                expected.remove(removed);
                assertThat(queue).containsExactlyElementsOf(expected);
                List<Integer> rest = new ArrayList<>();
                iterator.forEachRemaining(rest::add);
                assertThat(rest).isEqualTo(expected.subList(removed, CAPACITY - 1));
                assertThat(pollAll(queue)).isEqualTo(expected);
                assertConsistent(queue);
            }
        }
    }

    @EveryBlockingQueue
    void iteratorRemovesOnlyWhatItShowedAndOnlyOnce(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(3, CAPACITY);
        Iterator<Integer> iterator = queue.iterator();

        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        iterator.next();
        iterator.remove();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        assertThat(pollAll(queue)).containsExactly(1, 2);
    }

    @EveryBlockingQueue
    void iteratorRemovesTheInstanceItShowedNotAnEqualOne(QueueKind kind) {
        BlockingQueue<Named> queue = kind.createBlocking(CAPACITY);
        for (int i = 0; i < 4; i++) {
            queue.add(new Named("same", i));
        }
        Iterator<Named> iterator = queue.iterator();
        iterator.next();
        iterator.next();
        iterator.next();

        iterator.remove();

        assertThat(pollAll(queue)).extracting(Named::instance).containsExactly(0, 1, 3);
    }

    @EveryBlockingQueue
    void iteratorRemovesAtItsPlaceWhenOneInstanceIsInTheQueueTwice(QueueKind kind) {
        BlockingQueue<String> queue = kind.createBlocking(CAPACITY);
        queue.addAll(List.of("twice", "other", "twice"));
        Iterator<String> iterator = queue.iterator();
        iterator.next();
        iterator.next();
        iterator.next();

        iterator.remove();

        assertThat(pollAll(queue)).containsExactly("twice", "other");
    }

    @EveryBlockingQueue
    void iteratorRemovesItsElementWhereARemovalHasMovedIt(QueueKind kind) {
        BlockingQueue<String> queue = kind.createBlocking(CAPACITY);
        queue.addAll(List.of("first", "second", "third"));
        Iterator<String> iterator = queue.iterator();
        iterator.next();
        queue.remove("third");

        iterator.remove();

        assertThat(pollAll(queue)).containsExactly("second");
    }

    @EveryBlockingQueue
    void iteratorRemovesNothingElseWhenItsElementHasLeft(QueueKind kind) {
        BlockingQueue<Named> queue = kind.createBlocking(CAPACITY);
        queue.add(new Named("same", 0));
        queue.add(new Named("same", 1));
        Iterator<Named> iterator = queue.iterator();
        iterator.next();
        queue.poll();

        iterator.remove();

        assertThat(pollAll(queue)).extracting(Named::instance).containsExactly(1);
        assertConsistent(queue);
    }

    @EveryBlockingQueue
    void iteratorSurvivesChangesAndStillShowsWhatStayed(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(4, CAPACITY);
        Iterator<Integer> iterator = queue.iterator();
        assertThat(iterator.next()).isZero();

        queue.poll();
        queue.poll();
        queue.add(4);

        List<Integer> shown = new ArrayList<>();
        iterator.forEachRemaining(shown::add);
        assertThat(shown).contains(2, 3).isSorted().doesNotHaveDuplicates();
    }

    @EveryBlockingQueue
    void bulkRemovalKeepsTheOrderOfTheRest(QueueKind kind) {
        BlockingQueue<Integer> queue = shifted(kind, 5);

        assertThat(queue.removeIf(e -> e % 3 == 0)).isTrue();
        assertThat(queue.removeIf(e -> e % 3 == 0)).isFalse();
        assertThat(queue).containsExactly(1, 2, 4, 5, 7);
        assertThat(queue.removeAll(List.of(2, 7, 9))).isTrue();
        assertThat(queue).containsExactly(1, 4, 5);
        assertThat(queue.retainAll(List.of(5, 1))).isTrue();
        assertThat(queue).containsExactly(1, 5);
        assertThat(queue.remainingCapacity()).isEqualTo(CAPACITY - 2);
        assertThat(pollAll(queue)).containsExactly(1, 5);
        assertConsistent(queue);
    }

    @EveryBlockingQueue
    void arraysAreCopies(QueueKind kind) {
        BlockingQueue<Integer> queue = shifted(kind, 3);

        Object[] objects = queue.toArray();
        assertThat(objects).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        objects[0] = "changed";
        assertThat(queue.peek()).isZero();
        assertThat(queue.toArray(new Integer[0])).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        Integer[] large = new Integer[CAPACITY + 2];
        large[CAPACITY] = -1;
        large[CAPACITY + 1] = -2;
        assertThat(queue.toArray(large)).isSameAs(large).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, null, -2);
        assertThat(queue.size()).isEqualTo(CAPACITY);
    }

    @EveryBlockingQueue
    void closedQueueCanStillBeSearchedAndThinnedOut(QueueKind kind) {
        BlockingQueue<Integer> queue = kind.blockingHolding(5, CAPACITY);
        bounded(queue).close();

        assertThat(queue.contains(3)).isTrue();
        assertThat(queue.remove((Object) 3)).isTrue();
        assertThat(queue.removeIf(e -> e == 1)).isTrue();
        assertThat(queue).containsExactly(0, 2, 4);
        assertThat(bounded(queue).isClosed()).isTrue();
        assertThatThrownBy(() -> queue.offer(7)).isInstanceOf(QueueClosedException.class);
        assertThat(pollAll(queue)).containsExactly(0, 2, 4);
    }

    /** A full queue with 0, 1, 2, ... whose ring has already gone {@code shift} places round. */
    private static BlockingQueue<Integer> shifted(QueueKind kind, int shift) {
        BlockingQueue<Integer> queue = kind.createBlocking(CAPACITY);
        for (int i = 0; i < shift; i++) {
            queue.add(-1);
            queue.poll();
        }
        for (int i = 0; i < CAPACITY; i++) {
            queue.add(i);
        }
        return queue;
    }

    private static void assertConsistent(BlockingQueue<?> queue) {
        QueueStats stats = bounded(queue).stats();
        assertThat(stats.enqueued() - stats.dequeued()).isEqualTo(queue.size());
    }
}
