/** What happens to a message of {@link io.ringway.mqtt.MqttIngest} between its queue and its row. Not exported. */
@NullMarked
package io.ringway.mqtt.ingest;

import org.jspecify.annotations.NullMarked;
