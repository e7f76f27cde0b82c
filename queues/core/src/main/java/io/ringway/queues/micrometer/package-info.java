/**
 * Publishes what a queue does through Micrometer. Needs {@code io.micrometer:micrometer-core}, an optional dependency.
 */
@NullMarked
package io.ringway.queues.micrometer;

import org.jspecify.annotations.NullMarked;
