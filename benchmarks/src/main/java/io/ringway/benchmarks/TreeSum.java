package io.ringway.benchmarks;

import io.ringway.queues.WorkStealingDeque;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.locks.LockSupport;

/**
 * The sum of an array by halves, on a handful of threads: a small fork-join pool with a {@link WorkStealingDeque} for
 * each worker, beside the JDK's with the same recursion.
 */
abstract class TreeSum implements AutoCloseable {

    /** Below that many numbers, adding them takes less time than splitting. */
    private static final int LEAF = 64;

    private static final int ROOM = 1024;

    /** Adds up the numbers. */
    abstract long of(int[] numbers);

    @Override
    public abstract void close();

    /**
     * Makes the pool of that name.
     *
     * @param name name of the contender
     * @param workers how many threads add
     * @return the pool, with its threads
     */
    static TreeSum named(String name, int workers) {
        return switch (name) {
            case "ringway.WorkStealingDeque" -> new OnDeques(workers, 0);
            case "ringway.WorkStealingDeque.private" -> new OnDeques(workers, Deques.PRIVATE_LIMIT);
            case "jdk.ForkJoinPool" -> new OnForkJoinPool(workers);
            default -> throw new IllegalArgumentException("no pool is named " + name);
        };
    }

    private static long leaf(int[] numbers, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += numbers[i];
        }
        return sum;
    }

    /** The caller is the first worker; the others are threads that look for work, and sleep when there is none. */
    private static final class OnDeques extends TreeSum {

        private static final int LOOKS_BEFORE_SLEEP = 1000;
        private static final long SLEEP_NANOS = 100_000;

        private final Worker[] workers;
        private volatile boolean closed;

        OnDeques(int count, int privateLimit) {
            workers = new Worker[count];
            for (int i = 0; i < count; i++) {
                workers[i] = new Worker(i, privateLimit);
            }
            for (int i = 1; i < count; i++) {
                workers[i].start();
            }
        }

        @Override
        long of(int[] numbers) {
            for (int i = 1; i < workers.length; i++) {
                LockSupport.unpark(workers[i]);
            }
            return workers[0].sum(numbers, 0, numbers.length);
        }

        @Override
        public void close() {
            closed = true;
        }

        /** A half that was split off. */
        private static final class Part {
            private final int[] numbers;
            private final int from;
            private final int to;
            private long sum;
            private volatile boolean done;

            Part(int[] numbers, int from, int to) {
                this.numbers = numbers;
                this.from = from;
                this.to = to;
            }
        }

        private final class Worker extends Thread {

            private final int index;
            private final WorkStealingDeque<Part> deque;

            Worker(int index, int privateLimit) {
                super("tree-sum-" + index);
                setDaemon(true);
                this.index = index;
                deque = new WorkStealingDeque<>(ROOM, privateLimit);
            }

            @Override
            public void run() {
                int failures = 0;
                while (!closed) {
                    if (help()) {
                        failures = 0;
                    } else if (failures++ < LOOKS_BEFORE_SLEEP) {
                        Idle.YIELD.pause(failures);
                    } else {
                        LockSupport.parkNanos(SLEEP_NANOS);
                    }
                }
            }

            long sum(int[] numbers, int from, int to) {
                if (to - from <= LEAF) {
                    return leaf(numbers, from, to);
                }
                int middle = (from + to) >>> 1;
                Part right = new Part(numbers, middle, to);
                boolean pushed = deque.push(right);
                long left = sum(numbers, from, middle);
                // What was pushed since is gone: the newest is the other half, or thieves have taken all.
                if (!pushed || deque.pop() != null) {
                    return left + sum(numbers, middle, to);
                }
                for (int failures = 0; !right.done; failures++) {
                    if (!help()) {
                        Idle.YIELD.pause(failures);
                    }
                }
                return left + right.sum;
            }

            /** Takes the oldest half from somebody and adds it up; false if there was none. */
            private boolean help() {
                for (int i = 1; i < workers.length; i++) {
                    Part part = workers[(index + i) % workers.length].deque.steal();
                    if (part != null) {
                        part.sum = sum(part.numbers, part.from, part.to);
                        part.done = true;
                        return true;
                    }
                }
                return false;
            }
        }
    }

    private static final class OnForkJoinPool extends TreeSum {

        private final ForkJoinPool pool;

        OnForkJoinPool(int workers) {
            pool = new ForkJoinPool(workers);
        }

        @Override
        long of(int[] numbers) {
            return pool.invoke(new Part(numbers, 0, numbers.length));
        }

        @Override
        public void close() {
            pool.shutdown();
        }

        private static final class Part extends RecursiveTask<Long> {

            private static final long serialVersionUID = 1;

            private final int[] numbers;
            private final int from;
            private final int to;

            Part(int[] numbers, int from, int to) {
                this.numbers = numbers;
                this.from = from;
                this.to = to;
            }

            @Override
            protected Long compute() {
                return sum(numbers, from, to);
            }

            private static long sum(int[] numbers, int from, int to) {
                if (to - from <= LEAF) {
                    return leaf(numbers, from, to);
                }
                int middle = (from + to) >>> 1;
                Part right = new Part(numbers, middle, to);
                right.fork();
                long left = sum(numbers, from, middle);
                return left + right.join();
            }
        }
    }
}
