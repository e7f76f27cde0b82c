package io.ringway.benchmarks;

import io.ringway.queues.WorkStealingDeque;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** The deques that take part, by the name that JMH's {@code queue} parameter takes. */
final class Deques {

    /** How many elements the owner may keep to itself in our second mode. */
    static final int PRIVATE_LIMIT = 64;

    /** What the suites need of a deque. */
    interface Deque {
        /** Adds the newest; false if there is no room. */
        boolean push(Object element);

        /** Removes the newest; null if there is none. */
        @Nullable
        Object pop();

        /** Removes the oldest; null if none could be had. */
        @Nullable
        Object steal();
    }

    private Deques() {}

    /**
     * Makes a deque.
     *
     * @param name name of the contender
     * @param capacity how many elements it must hold at least
     * @return an empty deque
     */
    static Deque named(String name, int capacity) {
        return switch (name) {
            case "ringway.WorkStealingDeque" -> ours(new WorkStealingDeque<>(capacity));
            case "ringway.WorkStealingDeque.private" -> ours(new WorkStealingDeque<>(capacity, PRIVATE_LIMIT));
            case "textbook.ChaseLevDeque" -> chaseLev(new ChaseLevDeque(capacity));
            case "textbook.WeakChaseLevDeque" -> weakChaseLev(new WeakChaseLevDeque(capacity));
            case "jdk.ConcurrentLinkedDeque" -> linked(new ConcurrentLinkedDeque<>());
            case "jdk.ArrayDeque" -> array(new ArrayDeque<>(capacity));
            default -> throw new IllegalArgumentException("no deque is named " + name);
        };
    }

    private static Deque ours(WorkStealingDeque<Object> deque) {
        return new Deque() {
            @Override
            public boolean push(Object element) {
                return deque.push(element);
            }

            @Override
            public @Nullable Object pop() {
                return deque.pop();
            }

            @Override
            public @Nullable Object steal() {
                return deque.steal();
            }
        };
    }

    private static Deque chaseLev(ChaseLevDeque deque) {
        return new Deque() {
            @Override
            public boolean push(Object element) {
                return deque.push(element);
            }

            @Override
            public @Nullable Object pop() {
                return deque.pop();
            }

            @Override
            public @Nullable Object steal() {
                return deque.steal();
            }
        };
    }

    private static Deque weakChaseLev(WeakChaseLevDeque deque) {
        return new Deque() {
            @Override
            public boolean push(Object element) {
                return deque.push(element);
            }

            @Override
            public @Nullable Object pop() {
                return deque.pop();
            }

            @Override
            public @Nullable Object steal() {
                return deque.steal();
            }
        };
    }

    private static Deque linked(ConcurrentLinkedDeque<Object> deque) {
        return new Deque() {
            @Override
            public boolean push(Object element) {
                return deque.offerLast(element);
            }

            @Override
            public @Nullable Object pop() {
                return deque.pollLast();
            }

            @Override
            public @Nullable Object steal() {
                return deque.pollFirst();
            }
        };
    }

    /** Not for several threads: the limit of what an owner can reach alone. */
    private static Deque array(ArrayDeque<Object> deque) {
        return new Deque() {
            @Override
            public boolean push(Object element) {
                return deque.offerLast(element);
            }

            @Override
            public @Nullable Object pop() {
                return deque.pollLast();
            }

            @Override
            public @Nullable Object steal() {
                return deque.pollFirst();
            }
        };
    }
}
