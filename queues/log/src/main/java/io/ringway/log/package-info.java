/**
 * A log of batches that survives a crash, and a bounded spool of records on it.
 *
 * <p>{@link io.ringway.log.CommandLog} is the contract: batches go in at the end, {@code sync} makes them durable, and
 * after a restart they are replayed in order. {@link io.ringway.log.SegmentLog} keeps it on disk,
 * {@link io.ringway.log.MemoryLog} in memory, for tests.
 */
@NullMarked
package io.ringway.log;

import org.jspecify.annotations.NullMarked;
