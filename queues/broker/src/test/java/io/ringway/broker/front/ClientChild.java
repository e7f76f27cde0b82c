package io.ringway.broker.front;

import static io.ringway.broker.front.TestBroker.payload;
import static io.ringway.broker.front.TestBroker.property;
import static io.ringway.broker.front.TestBroker.publish;
import static io.ringway.broker.front.TestBroker.settle;
import static io.ringway.broker.front.TestBroker.subscribe;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.ringway.broker.front.TestBroker.Inbox;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** A producer or a consumer in a process of its own, which is killed. It prints what it knows for sure. */
final class ClientChild {

    private static final int OUTSTANDING = 100;

    private ClientChild() {}

    public static void main(String[] arguments) {
        String role = arguments[0];
        String queue = arguments[2];
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(role + "-child")
                .serverHost("127.0.0.1")
                .serverPort(Integer.parseInt(arguments[1]))
                .buildAsync();
        client.toBlocking().connect();
        if (role.equals("producer")) {
            produce(client, queue);
        } else {
            consume(client, queue);
        }
    }

    /** Prints each payload whose PUBACK has come. */
    private static void produce(Mqtt5AsyncClient client, String queue) {
        Semaphore room = new Semaphore(OUTSTANDING);
        for (int i = 0; ; i++) {
            room.acquireUninterruptibly();
            String payload = "m" + i;
            CompletableFuture<?> unused = publish(client, queue, payload, "partition-key", payload)
                    .thenRun(() -> {
                        print("promised " + payload);
                        room.release();
                    });
        }
    }

    /** Prints what it gets, acknowledges three of four, and prints what has been settled for sure. */
    private static void consume(Mqtt5AsyncClient client, String queue) {
        Inbox inbox = new Inbox(client);
        subscribe(client, queue, "consumer-group", "g", "prefetch", "1000");
        for (int i = 0; ; i++) {
            Mqtt5Publish delivery = inbox.next();
            boolean holds = i % 4 == 0;
            print((holds ? "held " : "got ") + payload(delivery) + " " + property(delivery, "attempt"));
            if (!holds) {
                CompletableFuture<?> unused =
                        settle(client, "ack", delivery).thenRun(() -> print("settled " + payload(delivery)));
            }
        }
    }

    private static void print(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
