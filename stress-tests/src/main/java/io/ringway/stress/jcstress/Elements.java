package io.ringway.stress.jcstress;

import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Elements in, elements out, as the tests write them: single digits, {@code -} for none. */
public final class Elements {

    private static final String NONE = "-";

    private Elements() {}

    /** Returns the queue with the elements in it. */
    public static <Q extends Queue<Integer>> Q with(Q queue, int... elements) {
        for (int element : elements) {
            queue.add(element);
        }
        return queue;
    }

    /**
     * Returns the empty queue after so many elements went through it: its indices stand where a full lap ends or a few
     * laps on.
     */
    public static <Q extends Queue<Integer>> Q after(int transfers, Q queue) {
        for (int i = 0; i < transfers; i++) {
            queue.add(i);
            queue.remove();
        }
        return queue;
    }

    /** Empties the queue and returns what was in it, in order. */
    public static String rest(Queue<Integer> queue) {
        StringBuilder rest = new StringBuilder();
        for (Integer element = queue.poll(); element != null; element = queue.poll()) {
            rest.append(element);
        }
        return written(rest);
    }

    /** Returns the elements in the order in which they were appended. */
    public static String written(CharSequence elements) {
        return elements.length() == 0 ? NONE : elements.toString();
    }

    /** Returns the elements of an array that the queue made. */
    public static String written(Object[] elements) {
        StringBuilder all = new StringBuilder();
        for (Object element : elements) {
            all.append(element);
        }
        return written(all);
    }

    /** Returns a sink that appends. */
    public static Consumer<Integer> into(StringBuilder elements) {
        return elements::append;
    }

    /** Returns a source of {@code first}, {@code first + 1}, and so on. */
    public static Supplier<Integer> from(int first) {
        return new Supplier<>() {
            private int next = first;

            @Override
            public Integer get() {
                return next++;
            }
        };
    }
}
