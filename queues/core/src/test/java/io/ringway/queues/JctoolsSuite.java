package io.ringway.queues;

import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.jctools.queues.spec.Ordering;
import org.jctools.util.TestUtil;

/** What the suites that JCTools publishes are told about our queues. */
@SuppressWarnings("deprecation") // the suites themselves take the deprecated types
final class JctoolsSuite {

    private static final int LARGE = 1 << 14;

    /** In the terms of the suites: any number of threads. */
    private static final int MANY = 0;

    /** Each of the suites' many racing tests runs this long; their own default is five times as long. */
    private static final int RACE_MILLIS = 100;

    private JctoolsSuite() {}

    static List<Object[]> parameters(Function<BoundedQueue<Integer>, Queue<Integer>> view) {
        System.setProperty("org.jctools.concTestDurationMs", Integer.toString(RACE_MILLIS));
        return List.of(
                parameters(1, 1, view.apply(new SpscQueue<>(4)), 4),
                parameters(1, 1, view.apply(new SpscQueue<>(LARGE)), LARGE),
                parameters(MANY, 1, view.apply(new MpscQueue<>(1)), 1),
                parameters(MANY, 1, view.apply(new MpscQueue<>(LARGE)), LARGE),
                parameters(MANY, MANY, view.apply(new MpmcQueue<>(2)), 2),
                parameters(MANY, MANY, view.apply(new MpmcQueue<>(LARGE)), LARGE),
                parameters(MANY, MANY, view.apply(new ConcurrentPriorityQueue<>(2)), 2),
                parameters(MANY, MANY, view.apply(new ConcurrentPriorityQueue<>(LARGE, 2)), LARGE));
    }

    private static Object[] parameters(int producers, int consumers, Queue<Integer> queue, int capacity) {
        return TestUtil.makeParams(producers, consumers, capacity, Ordering.FIFO, queue);
    }
}
