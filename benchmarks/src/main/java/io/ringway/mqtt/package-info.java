/** What the benchmarks need of the inside of the MQTT module. */
@NullMarked
package io.ringway.mqtt;

import org.jspecify.annotations.NullMarked;
