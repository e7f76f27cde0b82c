package io.ringway.benchmarks.model;

import java.util.List;
import java.util.Objects;

/**
 * One virtual machine that measured one contender.
 *
 * @param round the round it belonged to, from 1
 * @param value what it measured
 * @param disturbed whether the rule calls it disturbed
 * @param reason why, or empty
 * @param producerShares share of each producer thread, summing to 1; empty when not measured
 * @param consumerShares share of each consumer thread, summing to 1; empty when not measured
 * @param iterations its iterations; empty for kinds whose value isn't made of them, and in older runs
 */
public record Fork(
        int round,
        double value,
        boolean disturbed,
        String reason,
        List<Double> producerShares,
        List<Double> consumerShares,
        List<Iteration> iterations) {

    /** An older run has no iterations. */
    public Fork {
        iterations = Objects.requireNonNullElse(iterations, List.of());
    }
}
