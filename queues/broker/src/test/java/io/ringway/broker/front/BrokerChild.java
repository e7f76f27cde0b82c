package io.ringway.broker.front;

import io.ringway.broker.Access;
import io.ringway.broker.DeliveryObserver;
import io.ringway.durable.DurableQueues;
import java.nio.file.Path;

/** A broker in a process of its own, which is killed. */
final class BrokerChild {

    private BrokerChild() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        MqttFront front = MqttFront.start(
                DurableQueues.open(directory.resolve("queues")),
                Access.OPEN,
                DeliveryObserver.NONE,
                directory.resolve("mqtt"),
                MqttSettings.of("127.0.0.1", 0));
        System.out.println("port " + front.port());
        System.out.flush();
    }
}
