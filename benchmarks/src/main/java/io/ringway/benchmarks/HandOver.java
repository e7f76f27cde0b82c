package io.ringway.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures around each iteration how long a cache line takes from the first measured processor to the second.
 *
 * <p>A virtual machine's processors move between those of its host. Two that share a cache hand a line over several
 * times faster than two that don't, and a queue between them is faster accordingly, whatever it does itself. So a
 * figure means something only beside this one.
 */
public final class HandOver implements InternalProfiler {

    /** Label of the hand-over just before an iteration, in nanoseconds; absent where it can't be measured. */
    public static final String BEFORE = "handover.before";

    /** Label of the hand-over just after an iteration. */
    public static final String AFTER = "handover.after";

    private static final int ROUND_TRIPS = 2000;
    private static final int TRIES = 3;

    private double before;

    /** JMH makes one in each fork. */
    public HandOver() {}

    @Override
    public String getDescription() {
        return "time of a cache line between the measured processors";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = nanos();
    }

    @Override
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double after = nanos();
        if (before == 0 || after == 0) {
            return List.of();
        }
        return List.of(
                new ScalarResult(BEFORE, before, "ns", AggregationPolicy.AVG),
                new ScalarResult(AFTER, after, "ns", AggregationPolicy.AVG));
    }

    /** The median of some tries; 0 where threads can't be kept on two processors. */
    private static double nanos() {
        if (!Pinning.pinsTwo()) {
            return 0;
        }
        double[] tries = new double[TRIES];
        AtomicLong ball = new AtomicLong();
        Thread other = new Thread(() -> returnBall(ball), "hand-over");
        other.setDaemon(true);
        other.start();
        Thread timer = new Thread(() -> throwBall(ball, tries), "hand-over-timer");
        timer.start();
        try {
            timer.join();
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
        Arrays.sort(tries);
        return tries[TRIES / 2];
    }

    private static void throwBall(AtomicLong ball, double[] tries) {
        Pinning.pin(0);
        long thrown = 0;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            for (int trip = 0; trip < ROUND_TRIPS; trip++) {
                ball.setRelease(++thrown);
                while (ball.getAcquire() == thrown) {
                    Thread.onSpinWait();
                }
                thrown++;
            }
            tries[i] = (System.nanoTime() - start) / (2.0 * ROUND_TRIPS);
        }
    }

    private static void returnBall(AtomicLong ball) {
        Pinning.pin(1);
        for (long trip = 0; trip < (long) TRIES * ROUND_TRIPS; trip++) {
            while (ball.getAcquire() == 2 * trip) {
                Thread.onSpinWait();
            }
            ball.setRelease(2 * trip + 2);
        }
    }
}
