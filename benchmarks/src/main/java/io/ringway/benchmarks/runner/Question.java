package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.Contenders;
import io.ringway.benchmarks.LatencyBenchmark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One suite of the plan: what is asked of our queue and of which peers.
 *
 * @param id short name
 * @param title what a reader sees
 * @param kind what is measured
 * @param benchmark class and method of the JMH benchmark
 * @param ours name of our contender
 * @param strongest the peers that come first in earlier measurements; the quick mode asks these
 * @param further the peers that the full mode asks besides
 * @param limits those of them that promise less than ours, and so show a limit: they are measured and shown, but no
 *     verdict counts against them
 * @param producers threads that insert, 0 when one thread does all
 * @param consumers threads that remove
 * @param unit unit of the values
 * @param perUnit what a raw value is divided by to give that unit
 * @param floor ratio that we must reach
 * @param goal ratio that we are out for
 * @param quickRounds rounds of the quick mode; 0 leaves the question to the full mode and to those who name it
 * @param note what a reader must know
 */
record Question(
        String id,
        String title,
        Kind kind,
        String benchmark,
        String ours,
        List<String> strongest,
        List<String> further,
        List<String> limits,
        int producers,
        int consumers,
        String unit,
        double perUnit,
        @Nullable Double floor,
        @Nullable Double goal,
        int quickRounds,
        String note) {

    /** A question whose peers all promise what ours does. */
    Question(
            String id,
            String title,
            Kind kind,
            String benchmark,
            String ours,
            List<String> strongest,
            List<String> further,
            int producers,
            int consumers,
            String unit,
            double perUnit,
            @Nullable Double floor,
            @Nullable Double goal,
            int quickRounds,
            String note) {
        this(
                id,
                title,
                kind,
                benchmark,
                ours,
                strongest,
                further,
                List.of(),
                producers,
                consumers,
                unit,
                perUnit,
                floor,
                goal,
                quickRounds,
                note);
    }

    /** The same question, but some of its contenders promise less than ours. */
    Question withLimits(String... promiseLess) {
        return new Question(
                id,
                title,
                kind,
                benchmark,
                ours,
                strongest,
                further,
                List.of(promiseLess),
                producers,
                consumers,
                unit,
                perUnit,
                floor,
                goal,
                quickRounds,
                note);
    }

    /** Whether a contender is one that ours is judged by: a stranger that promises as much. */
    boolean judges(String contender) {
        return !limits.contains(contender) && !Contenders.named(contender).ours();
    }

    /** Whether it measures how fast elements go from one processor to another, so that their distance matters. */
    boolean dependsOnDistance() {
        return switch (kind) {
            case THROUGHPUT, BLOCKING, BATCH -> true;
            // In the other suite of this kind the consumer sleeps, for many times as long as a cache line takes.
            case LATENCY -> benchmark.startsWith(LatencyBenchmark.class.getSimpleName());
            case CALL, PARKED, REMOVAL, PATH, STAGE -> false;
        };
    }

    String shape() {
        if (kind == Kind.PATH) {
            return "whole path";
        }
        if (kind == Kind.CALL) {
            return "single calls";
        }
        if (kind == Kind.STAGE) {
            return "a part of the path";
        }
        return producers == 0 ? "1 thread" : producers + "p" + consumers + "c";
    }

    boolean oversubscribed(int cores) {
        return kind != Kind.PARKED && producers + consumers > cores;
    }

    /** The contenders of a mode, ours first. */
    List<String> contenders(boolean full) {
        List<String> all = new ArrayList<>();
        all.add(ours);
        all.addAll(strongest);
        if (full) {
            all.addAll(further);
        }
        return all;
    }

    String queue() {
        return Contenders.named(ours).name().substring("ringway.".length());
    }
}
