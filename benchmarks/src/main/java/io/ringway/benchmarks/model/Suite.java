package io.ringway.benchmarks.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question asked of our queue and of its peers.
 *
 * @param id short name, for example {@code mpmc-2p2c}
 * @param title what a reader sees
 * @param queue simple name of our class
 * @param shape threads, for example {@code 2p2c}
 * @param kind {@code throughput}, {@code batch}, {@code blocking}, {@code latency}, {@code parked}, {@code removal} or
 *     {@code path}
 * @param unit unit of every value
 * @param higherIsBetter direction of the values
 * @param oversubscribed whether there were more threads than processors
 * @param floor ratio to the best peer that we must reach, null when none is set
 * @param goal ratio that we are out for, null when none is set
 * @param contenders what counts: ours first, then the peers; each in the idle choice that served it best
 * @param others the same queues in the idle choices that served them worse; empty when only one was measured
 * @param ratios ours against each peer; always ours to peer in the sense that above 1 we are better
 * @param note what a reader must know to read the figures
 */
public record Suite(
        String id,
        String title,
        String queue,
        String shape,
        String kind,
        String unit,
        boolean higherIsBetter,
        boolean oversubscribed,
        @Nullable Double floor,
        @Nullable Double goal,
        List<Contender> contenders,
        List<Contender> others,
        List<Ratio> ratios,
        String note) {}
