/** The MQTT side: an extension of HiveMQ that puts the engine behind {@code $queue/...}. */
@NullMarked
package io.ringway.broker.front;

import org.jspecify.annotations.NullMarked;
