package io.ringway.broker.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.bootstrap.UndefinedClientConnection;
import com.hivemq.configuration.service.entity.TcpListener;
import com.hivemq.metrics.MetricsHolder;
import com.hivemq.mqtt.handler.publish.PublishFlushHandler;
import com.hivemq.mqtt.message.ProtocolVersion;
import com.hivemq.persistence.connection.ConnectionPersistenceImpl;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendWindowTest {

    private final ConnectionPersistenceImpl connections = new ConnectionPersistenceImpl();
    private final SendWindow window = new SendWindow(connections);

    private ClientConnection connect(String id) {
        UndefinedClientConnection begun = new UndefinedClientConnection(
                new EmbeddedChannel(),
                new PublishFlushHandler(new MetricsHolder(new MetricRegistry())),
                new TcpListener(0, "127.0.0.1", "test"));
        begun.setClientId(id);
        begun.setProtocolVersion(ProtocolVersion.MQTTv5);
        ClientConnection connection = ClientConnection.from(begun);
        connections.persistIfAbsent(connection);
        return connection;
    }

    /** Whatever it was before, also of a client that allowed less for a while because little waited. */
    @ParameterizedTest
    @CsvSource({"65535, 0, 50", "65535, 50, 50", "65535, 51, 51", "65535, 499, 499", "65535, 501, 500", "10, 300, 10"})
    void followsWhatWaits(int receiveMaximum, int waiting, int expected) {
        ClientConnection connection = connect("c");
        connection.setClientReceiveMaximum(receiveMaximum);
        for (int before : new int[] {0, 1_000, 50}) {
            window.look("c", before);
            window.look("c", waiting);
            assertThat(connection.getMaxInflightWindow(SendWindow.MOST)).isEqualTo(expected);
        }
    }

    @Test
    void isTheSameForAClientThatSaysNothingOfIt() {
        ClientConnection connection = connect("old");
        window.look("old", 3);
        assertThat(connection.getMaxInflightWindow(SendWindow.MOST)).isEqualTo(50);
        window.look("old", 10_000);
        assertThat(connection.getMaxInflightWindow(SendWindow.MOST)).isEqualTo(500);
    }

    @Test
    void clientsThatHaveGoneAreNobody() {
        window.look("gone", 1);
        assertThat(connections.get("gone")).isNull();
    }
}
