/**
 * JMH suites of Ringway's queues and of their peers, and the paired comparison of both.
 *
 * <p>A suite can be run by itself with JMH's options. {@link io.ringway.benchmarks.Compare} runs them fork by fork
 * against each other and writes the report.
 */
@NullMarked
package io.ringway.benchmarks;

import org.jspecify.annotations.NullMarked;
