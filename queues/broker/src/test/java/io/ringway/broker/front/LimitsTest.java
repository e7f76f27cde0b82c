package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.publish;
import static io.ringway.broker.front.TestBroker.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.ringway.broker.BrokerConfig;
import io.ringway.broker.config.ConfigFile;
import io.ringway.broker.front.RawMqtt.Packet;
import io.ringway.broker.grpc.v1.CreateQueueRequest;
import io.ringway.broker.grpc.v1.QueueAdminGrpc;
import io.ringway.durable.QueueConfig;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every limit that the file sets is the one that the running broker keeps. */
@Timeout(300)
class LimitsTest {

    private static final int CONNECTIONS = 3;
    private static final int QUEUES = 5;
    private static final int SIZE = 2 << 10;

    /** The frame of HTTP/2. */
    private static final int GO_AWAY = 7;

    @TempDir
    static Path directory;

    static TestBroker broker;

    @BeforeAll
    static void start() throws IOException {
        Path file = Files.writeString(directory.resolve("ringway.yaml"), """
                data: data
                create_queues: false
                limits:
                  mqtt_connections: 3
                  mqtt_packet_size: 2KiB
                  http_connections: 3
                  header_size: 2KiB
                  body_size: 2KiB
                  idle_timeout: 1s
                  queues: 5
                """);
        ConfigFile config = ConfigFile.read(file);
        broker = new TestBroker(new BrokerConfig(
                config.data(),
                config.bind(),
                BrokerConfig.Ports.ANY,
                config.tls(),
                config.users(),
                config.tokens(),
                config.limits(),
                config.createQueues()));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Mqtt5PubAckReasonCode code(CompletableFuture<Mqtt5PublishResult> published) {
        try {
            published.join();
            return Mqtt5PubAckReasonCode.SUCCESS;
        } catch (CompletionException e) {
            return ((Mqtt5PubAckException) e.getCause()).getMqttMessage().getReasonCode();
        }
    }

    /** Connects as soon as clients of other tests have gone. */
    private static Mqtt5AsyncClient connect(String id) {
        Mqtt5AsyncClient client = broker.client(id).buildAsync();
        await().ignoreExceptions().until(() -> {
            client.toBlocking().connect();
            return true;
        });
        return client;
    }

    @Test
    void firstUseCreatesNoQueue() {
        Mqtt5AsyncClient client = connect("first-use");
        assertThat(code(publish(client, "$queue/unknown", "x"))).isEqualTo(Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID);
        assertThatThrownBy(() -> subscribe(client, "$queue/unknown")).isInstanceOf(Mqtt5SubAckException.class);
        assertThat(broker.queues().find("$queue/unknown")).isEmpty();
        client.toBlocking().disconnect();
    }

    @Test
    void noWayLeadsToMoreQueues() throws IOException {
        Mqtt5AsyncClient client = connect("creator");
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", broker.grpcPort())
                .usePlaintext()
                .build();
        try {
            // Each brings a dead-letter queue with it; the third one would be the sixth with its own.
            assertThat(code(publish(client, "$admin/queue/create", "{\"name\":\"$queue/1\"}")))
                    .isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
            assertThat(post("{\"name\":\"$queue/2\"}")).startsWith("HTTP/1.1 201");

            assertThat(code(publish(client, "$admin/queue/create", "{\"name\":\"$queue/3\"}")))
                    .isEqualTo(Mqtt5PubAckReasonCode.QUOTA_EXCEEDED);
            assertThat(post("{\"name\":\"$queue/3\"}"))
                    .startsWith("HTTP/1.1 409")
                    .contains("too_many_queues");
            assertThatThrownBy(() -> QueueAdminGrpc.newBlockingStub(channel)
                            .createQueue(CreateQueueRequest.newBuilder()
                                    .setConfig(io.ringway.broker.grpc.v1.QueueConfig.newBuilder()
                                            .setName("$queue/3"))
                                    .build()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused -> assertThat(refused.getStatus().getCode())
                                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
            // A change that wants another dead-letter queue is allowed the one that there may still be.
            assertThat(code(publish(client, "$admin/queue/1/config", deadLettersTo("$queue/4"))))
                    .isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
            assertThat(code(publish(client, "$admin/queue/1/config", deadLettersTo("$queue/5"))))
                    .isEqualTo(Mqtt5PubAckReasonCode.QUOTA_EXCEEDED);
            assertThat(broker.queues().list()).hasSize(QUEUES);
        } finally {
            channel.shutdownNow();
            client.toBlocking().disconnect();
            broker.queues().list().stream().map(QueueConfig::name).forEach(broker.queues()::delete);
        }
    }

    private static String deadLettersTo(String queue) {
        return "{\"dlq_config\":{\"topic\":\"" + queue + "\"}}";
    }

    @Test
    void noMoreClientsConnect() throws IOException {
        List<RawMqtt> clients = new ArrayList<>();
        try {
            while (clients.size() < CONNECTIONS) {
                clients.add(connected("client" + clients.size()));
            }
            try (RawMqtt more = new RawMqtt(broker.port())) {
                assertThat(more.connect("more")).isFalse();
            }
            clients.remove(0).close();
            clients.add(connected("another"));
        } finally {
            for (RawMqtt client : clients) {
                client.close();
            }
        }
    }

    private static RawMqtt connected(String id) {
        return await().until(
                        () -> {
                            RawMqtt client = new RawMqtt(broker.port());
                            if (client.connect(id)) {
                                return client;
                            }
                            client.close();
                            return null;
                        },
                        client -> client != null);
    }

    @Test
    void noLargerPacketIsTaken() throws IOException {
        try (RawMqtt client = connected("large")) {
            client.send(RawMqtt.publish(1, "plain", 1, new byte[SIZE / 2]));
            assertThat(client.read()).extracting(Packet::type).isEqualTo(RawMqtt.PUBACK);
            client.send(RawMqtt.publish(1, "plain", 2, new byte[SIZE]));
            Packet answer = client.read();
            if (answer != null) {
                assertThat(answer.type()).isEqualTo(RawMqtt.DISCONNECT);
                assertThat(answer.body().get(0)).isEqualTo((byte) 0x95);
                assertThat(client.read()).isNull();
            }
        }
    }

    @Test
    void noMoreConnectionsToHttpAreServed() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < CONNECTIONS) {
                Socket socket = ask(broker.httpPort());
                sockets.add(socket);
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            try (Socket more = ask(broker.httpPort())) {
                more.setSoTimeout(300);
                assertThatThrownBy(more.getInputStream()::read).isInstanceOf(SocketTimeoutException.class);
                sockets.remove(0).close();
                more.setSoTimeout(60_000);
                assertThat(more.getInputStream().read()).isEqualTo('H');
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static Socket ask(int port) throws IOException {
        Socket socket = open(port);
        socket.getOutputStream()
                .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    @Test
    void noMoreConnectionsToGrpcAreServed() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < CONNECTIONS) {
                Socket socket = open(broker.grpcPort());
                sockets.add(socket);
                assertThat(socket.getInputStream().read()).isZero(); // its SETTINGS
            }
            try (Socket more = open(broker.grpcPort())) {
                assertThat(more.getInputStream().read()).isNegative();
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void noConnectionIsSilentForLong() throws IOException {
        int less = 20_000; // than what holds if nothing is configured
        try (Socket silent = open(broker.httpPort())) {
            silent.setSoTimeout(less);
            assertThat(silent.getInputStream().read()).isNegative();
        }
        try (Socket silent = open(broker.grpcPort())) {
            silent.setSoTimeout(less);
            DataInputStream in = new DataInputStream(silent.getInputStream());
            int type;
            do {
                int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
                type = in.readUnsignedByte();
                in.skipNBytes(5L + length);
            } while (type != GO_AWAY); // it gives the client 10 s before it closes
        }
    }

    @Test
    void noLargerRequestIsTaken() throws IOException {
        assertThat(post("{\"name\":\"" + "x".repeat(SIZE) + "\"}")).startsWith("HTTP/1.1 413");
        assertThat(exchange("GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(SIZE) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    private static String post(String json) throws IOException {
        return exchange("POST /api/v1/queues HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
    }

    private static String exchange(String request) throws IOException {
        try (Socket socket = open(broker.httpPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
