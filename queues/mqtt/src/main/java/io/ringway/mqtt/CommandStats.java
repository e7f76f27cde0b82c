package io.ringway.mqtt;

import java.time.Duration;
import java.util.Map;

/**
 * What a {@link CommandQueue} has done so far, at one moment. {@code offered + recovered = published + failed + queued
 * + underWay + the sum of dropped}.
 *
 * @param offered commands that were given to {@link CommandQueue#publish}, without those that it refused by an
 *     exception
 * @param recovered commands that were found in the durable directory
 * @param published commands that the broker has acknowledged
 * @param failed commands whose sender was told of a failure
 * @param queued commands that wait
 * @param underWay commands that were sent and have no outcome yet
 * @param dropped queued commands that were given up, by reason
 * @param oldestAge how long the oldest queued command has waited; zero if there is none
 */
public record CommandStats(
        long offered,
        long recovered,
        long published,
        long failed,
        long queued,
        long underWay,
        Map<CommandDropReason, Long> dropped,
        Duration oldestAge) {}
