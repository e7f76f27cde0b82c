package io.ringway.stress.jcstress;

import io.ringway.queues.WorkStealingDeque;

/** Deques before and after a race; elements are written as by {@link Elements}. */
final class Thieves {

    private static final int ROOM = 8;

    private Thieves() {}

    /** Returns the deque with the elements pushed. */
    @SafeVarargs
    static <E> WorkStealingDeque<E> with(WorkStealingDeque<E> deque, E... elements) {
        for (E element : elements) {
            deque.push(element);
        }
        return deque;
    }

    /** Returns the deque with the elements pushed, and none of them private. */
    static WorkStealingDeque<Integer> shared(WorkStealingDeque<Integer> deque, Integer... elements) {
        with(deque, elements);
        deque.share();
        return deque;
    }

    /** Pops so many times, and returns what there was. */
    static String pops(WorkStealingDeque<Integer> deque, int times) {
        StringBuilder popped = new StringBuilder();
        for (int i = 0; i < times; i++) {
            Integer element = deque.pop();
            if (element != null) {
                popped.append(element);
            }
        }
        return Elements.written(popped);
    }

    /** Pushes, and returns how many of the elements were accepted. */
    static int pushes(WorkStealingDeque<Integer> deque, Integer... elements) {
        int accepted = 0;
        for (Integer element : elements) {
            if (deque.push(element)) {
                accepted++;
            }
        }
        return accepted;
    }

    /** Returns what a batch brought, oldest first. */
    static String batch(WorkStealingDeque<Integer> deque, int limit) {
        WorkStealingDeque<Integer> into = new WorkStealingDeque<>(ROOM);
        deque.stealBatch(into, limit);
        return rest(into);
    }

    /** Empties the deque, once nobody else works on it, and returns what was in it, oldest first. */
    static String rest(WorkStealingDeque<Integer> deque) {
        StringBuilder rest = new StringBuilder();
        for (Integer element = deque.pop(); element != null; element = deque.pop()) {
            rest.append(element);
        }
        return Elements.written(rest.reverse());
    }

    /** Returns an element as it is written, {@code -} for none. */
    static String digit(Integer element) {
        return element == null ? "-" : element.toString();
    }
}
