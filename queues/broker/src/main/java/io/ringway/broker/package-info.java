/** The broker: HiveMQ Community Edition with the durable queues behind {@code $queue/...}. */
@NullMarked
package io.ringway.broker;

import org.jspecify.annotations.NullMarked;
