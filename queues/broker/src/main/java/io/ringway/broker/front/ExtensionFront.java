package io.ringway.broker.front;

import io.ringway.broker.Access;
import io.ringway.broker.DeliveryObserver;
import io.ringway.durable.DurableQueues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queues in a HiveMQ that somebody else runs and configures. */
public final class ExtensionFront implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExtensionFront.class);

    /** About half of what HiveMQ keeps for a session if nothing is configured; it drops what is more. */
    private static final int MOST_HELD = 512;

    private final Hub hub;

    private ExtensionFront(Hub hub) {
        this.hub = hub;
    }

    /**
     * Registers with HiveMQ; to be called while the extension starts, in its thread.
     *
     * @param queues the engine
     * @param access who may do what; if it is {@link Access#OPEN}, HiveMQ decides who connects
     * @param observer is told of deliveries
     * @param directory where the memberships of persistent sessions are kept
     * @param settings how many queues there may be, and whether they come into being by their use; the rest is HiveMQ's
     * @return the front, serving
     */
    public static ExtensionFront start(
            DurableQueues queues, Access access, DeliveryObserver observer, Path directory, MqttSettings settings) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("MQTT cannot use " + directory + ": " + e.getMessage(), e);
        }
        LOG.warn("Deliveries go through HiveMQ's files, which is slow: only the broker that is started by 'serve' keeps"
                + " them in memory");
        Hub hub = new Hub(
                queues, access, observer, settings, MOST_HELD, new Memberships(directory.resolve("memberships.jsonl")));
        try {
            new QueueExtension(hub).serve();
        } catch (RuntimeException | Error e) {
            hub.close();
            throw e;
        }
        return new ExtensionFront(hub);
    }

    /** Ends; HiveMQ has taken back what was registered. */
    @Override
    public void close() {
        hub.close();
    }
}
