/** What stands between an application and its MQTT client: telemetry batching and command queueing. */
@NullMarked
package io.ringway.mqtt;

import org.jspecify.annotations.NullMarked;
