package io.ringway.broker.front;

import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.persistence.connection.ConnectionPersistence;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * How many packets HiveMQ sends a client at once. It sends the next ones when all of them are acknowledged, so that few
 * make a round trip for each few messages; but for each time that it looks for some, however few there are, it takes a
 * packet identifier for as many as there could be, and returns those that it does not use. So the number follows what
 * waits.
 */
final class SendWindow {

    /** What HiveMQ takes if nobody says otherwise, and the least that it looks for. */
    static final int LEAST = 50;

    /** For clients that allow as many. */
    static final int MOST = 500;

    private static final AttributeKey<Integer> ALLOWED = AttributeKey.valueOf("ringway_receive_maximum");

    private final ConnectionPersistence connections;

    SendWindow(ConnectionPersistence connections) {
        this.connections = connections;
    }

    /**
     * Tells that HiveMQ looks for what it can send to a client.
     *
     * @param waiting how many there are; no fewer are sent at once, so that none of those that are read now must wait
     */
    void look(String clientId, int waiting) {
        ClientConnection connection = connections.get(clientId);
        if (connection == null) {
            return;
        }
        Integer before = connection.getClientReceiveMaximum();
        int window = Math.min(allowed(connection, before), Math.max(LEAST, waiting));
        if (before == null || before != window) {
            connection.setClientReceiveMaximum(window);
        }
    }

    /** What the client allows: HiveMQ keeps it where the window is put. */
    private static int allowed(ClientConnection connection, @Nullable Integer receiveMaximum) {
        Attribute<Integer> attribute = connection.getChannel().attr(ALLOWED);
        Integer allowed = attribute.get();
        if (allowed == null) {
            allowed = receiveMaximum == null ? MOST : Math.min(receiveMaximum, MOST);
            attribute.set(allowed);
        }
        return allowed;
    }
}
