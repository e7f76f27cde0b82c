package io.ringway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {

    @Test
    void listensOnAFreePort(@TempDir Path data) {
        try (Broker broker = Broker.start(new BrokerConfig(data, "127.0.0.1", 0))) {
            assertThat(broker.mqttPort()).isPositive();
        }
    }

    @Test
    void saysWhichPortIsInUse(@TempDir Path data) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerConfig config = new BrokerConfig(data, "127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> Broker.start(config))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("--mqtt-port");
        }
    }
}
