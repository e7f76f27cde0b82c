/** Metrics through Micrometer, which is optional. */
@NullMarked
package io.ringway.mqtt.micrometer;

import org.jspecify.annotations.NullMarked;
