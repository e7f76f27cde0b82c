package io.ringway.broker.front;

import org.jspecify.annotations.Nullable;

/** The configuration that HiveMQ reads at its start. */
final class HiveMqConfig {

    /** Publishes that one client may have without an answer. HiveMQ's 10 would leave nothing to commit together. */
    private static final int RECEIVE_MAXIMUM = 1_000;

    /** Deliveries that one client may hold in all. */
    static final int MOST_HELD = 8_192;

    private HiveMqConfig() {}

    static String xml(MqttSettings settings) {
        return """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                %s
                  </listeners>
                  <mqtt>
                    <queued-messages>
                      <max-queue-size>%d</max-queue-size>
                      <strategy>discard</strategy>
                    </queued-messages>
                    <receive-maximum>
                      <server-receive-maximum>%d</server-receive-maximum>
                    </receive-maximum>
                    <packets>
                      <max-packet-size>%d</max-packet-size>
                    </packets>
                  </mqtt>
                  <restrictions>
                    <max-connections>%d</max-connections>
                  </restrictions>
                  <persistence>
                    <mode>file</mode>
                  </persistence>
                  <anonymous-usage-statistics>
                    <enabled>false</enabled>
                  </anonymous-usage-statistics>
                </hivemq>
                """.formatted(
                        listener(settings),
                        2 * MOST_HELD,
                        RECEIVE_MAXIMUM,
                        settings.maxPacketBytes(),
                        settings.maxConnections());
    }

    private static String listener(MqttSettings settings) {
        MqttSettings.@Nullable Tls tls = settings.tls();
        String address =
                "<port>%d</port><bind-address>%s</bind-address>".formatted(settings.port(), escaped(settings.bind()));
        return tls == null
                ? "<tcp-listener>" + address + "</tcp-listener>"
                : """
                <tls-tcp-listener>%s<tls><keystore><path>%s</path><password>%s</password>\
                <private-key-password>%s</private-key-password></keystore></tls></tls-tcp-listener>""".formatted(
                                address,
                                escaped(tls.keystore().toAbsolutePath().toString()),
                                escaped(tls.keystorePassword()),
                                escaped(tls.keyPassword()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
