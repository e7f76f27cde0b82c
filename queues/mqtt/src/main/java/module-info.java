/**
 * The client side of MQTT: telemetry batching and command queueing, on Ringway's queues and over the HiveMQ MQTT
 * client.
 *
 * <p>The nullness annotations and Micrometer are optional at run time.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // several name their modules in the manifest
module io.ringway.mqtt {
    requires transitive io.ringway.log;
    requires io.ringway.queues;
    requires transitive com.hivemq.client.mqtt;
    requires org.agrona;
    requires com.fasterxml.jackson.core;
    requires transitive java.sql;
    requires com.zaxxer.hikari;
    requires org.flywaydb.core;
    requires org.slf4j;
    requires static org.jspecify;
    requires static micrometer.core;

    exports io.ringway.mqtt;
    exports io.ringway.mqtt.micrometer;
}
