package io.ringway.broker.front;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import io.ringway.broker.Access;
import io.ringway.broker.DeliveryObserver;
import io.ringway.durable.DurableQueues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HiveMQ Community Edition in this JVM, with the extension that serves {@code $queue/...}. */
public final class MqttFront implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(MqttFront.class);

    private final EmbeddedHiveMQ hivemq;
    private final Hub hub;
    private final int port;

    private MqttFront(EmbeddedHiveMQ hivemq, Hub hub, int port) {
        this.hivemq = hivemq;
        this.hub = hub;
        this.port = port;
    }

    /**
     * Starts to listen.
     *
     * @param queues the engine
     * @param access who may do what
     * @param observer is told of deliveries
     * @param directory where HiveMQ keeps sessions and retained messages
     * @param settings where to listen, and the limits
     * @return the front, listening
     */
    public static MqttFront start(
            DurableQueues queues, Access access, DeliveryObserver observer, Path directory, MqttSettings settings) {
        try {
            loadNative(Files.createDirectories(directory.resolve("native")));
            Path conf = Files.createDirectories(directory.resolve("conf"));
            Files.writeString(conf.resolve("config.xml"), HiveMqConfig.xml(settings));
            Hub hub = new Hub(
                    queues,
                    access,
                    observer,
                    settings,
                    HiveMqConfig.MOST_HELD,
                    new Memberships(directory.resolve("memberships.jsonl")));
            QueueExtension extension = new QueueExtension(hub);
            EmbeddedHiveMQ hivemq = EmbeddedHiveMQ.builder()
                    .withoutLoggingBootstrap()
                    .withConfigurationFolder(conf)
                    .withDataFolder(Files.createDirectories(directory.resolve("data")))
                    .withExtensionsFolder(Files.createDirectories(directory.resolve("extensions")))
                    .withEmbeddedExtension(EmbeddedExtension.builder()
                            .withId("ringway")
                            .withName("Ringway durable queues")
                            .withVersion("1")
                            .withPriority(0)
                            .withStartPriority(1000)
                            .withAuthor("Ringway")
                            .withExtensionMain(extension)
                            .build())
                    .build();
            InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = SendWindow.MOST;
            extension.isIn(hivemq);
            hivemq.start().join();
            return new MqttFront(hivemq, hub, extension.port());
        } catch (IOException e) {
            throw new UncheckedIOException("MQTT cannot use " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Unpacks and loads the native part of HiveMQ's store. Left to itself, the store unpacks it into the directory for
     * temporary files under a new name each time, and a kill leaves it there.
     */
    private static void loadNative(Path directory) throws IOException {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
        } catch (UnsatisfiedLinkError e) {
            // A place that programs may not be run from; the store goes on with the directory for temporary files.
            LOGGER.debug("cannot load from {}: {}", directory, e.getMessage());
        }
    }

    /**
     * Returns the port.
     *
     * @return the port that is listened on
     */
    public int port() {
        return port;
    }

    /** Disconnects the clients and stops to listen. */
    @Override
    public void close() {
        try {
            hivemq.stop().join();
        } finally {
            hub.close();
        }
    }
}
