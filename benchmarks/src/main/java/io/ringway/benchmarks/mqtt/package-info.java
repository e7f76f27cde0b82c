/**
 * JMH suites of the client side of MQTT: telemetry from its producers to the encoded batch, and to the broker, against
 * what applications use in its place.
 */
@NullMarked
package io.ringway.benchmarks.mqtt;

import org.jspecify.annotations.NullMarked;
