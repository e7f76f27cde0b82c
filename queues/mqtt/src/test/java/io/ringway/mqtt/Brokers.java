package io.ringway.mqtt;

import static org.junit.jupiter.api.Assumptions.abort;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.admin.LifecycleStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The real brokers of the tests. */
public final class Brokers {

    private static final String HIVEMQ_CONFIG = """
            <?xml version="1.0"?>
            <hivemq>
              <listeners>
                <tcp-listener>
                  <port>0</port>
                  <bind-address>127.0.0.1</bind-address>
                </tcp-listener>
              </listeners>
              <mqtt>
                <receive-maximum>
                  <server-receive-maximum>100</server-receive-maximum>
                </receive-maximum>
                <queued-messages>
                  <max-queue-size>100000</max-queue-size>
                </queued-messages>
              </mqtt>
              <persistence>
                <mode>in-memory</mode>
              </persistence>
              <anonymous-usage-statistics>
                <enabled>false</enabled>
              </anonymous-usage-statistics>
            </hivemq>
            """;

    private static final Map<String, AckReasonCode> REFUSED = new ConcurrentHashMap<>();

    private Brokers() {}

    /**
     * From now on HiveMQ refuses what is published to a topic.
     *
     * @param topic the topic
     * @param reason what it answers
     */
    public static void refuse(String topic, AckReasonCode reason) {
        REFUSED.put(topic, reason);
    }

    /**
     * From now on HiveMQ accepts what is published to a topic again.
     *
     * @param topic the topic
     */
    public static void accept(String topic) {
        REFUSED.remove(topic);
    }

    /**
     * Starts HiveMQ at the first call; later calls return the same one. It lives as long as the JVM, in memory.
     *
     * @return its port on 127.0.0.1
     */
    public static int hivemq() {
        return SharedHiveMq.PORT;
    }

    /**
     * Starts a Mosquitto of the caller's own. A test that calls this is skipped where Mosquitto isn't installed, but
     * fails where {@code RINGWAY_CI} is true.
     *
     * @param directory an empty directory for its configuration and its data
     * @param configuration further lines of its configuration
     * @return the broker, running
     */
    public static Mosquitto mosquitto(Path directory, String... configuration) {
        Path program = Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing("mosquitto is not installed"));
        return new Mosquitto(program, directory, List.of(configuration));
    }

    private static Path missing(String what) {
        if ("true".equals(System.getenv("RINGWAY_CI"))) {
            throw new IllegalStateException(what + ", and RINGWAY_CI asks for every test");
        }
        return abort(what);
    }

    private static final class SharedHiveMq {
        private static final int PORT = start();

        private static int start() {
            try {
                Path directory = Files.createTempDirectory("ringway-hivemq");
                Path config = Files.createDirectories(directory.resolve("conf"));
                Files.writeString(config.resolve("config.xml"), HIVEMQ_CONFIG);
                TestExtension reader = new TestExtension();
                EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                        .withConfigurationFolder(config)
                        .withDataFolder(Files.createDirectories(directory.resolve("data")))
                        .withExtensionsFolder(Files.createDirectories(directory.resolve("extensions")))
                        .withEmbeddedExtension(EmbeddedExtension.builder()
                                .withId("test")
                                .withName("Test")
                                .withVersion("1")
                                .withPriority(0)
                                .withStartPriority(1000)
                                .withAuthor("Ringway")
                                .withExtensionMain(reader)
                                .build())
                        .build();
                broker.start().join();
                return reader.port.join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Tells which port the listener on port 0 was given, and refuses topics; only an extension can. */
    private static final class TestExtension implements ExtensionMain {
        private final CompletableFuture<Integer> port = new CompletableFuture<>();

        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            PublishInboundInterceptor interceptor = (publish, answer) -> {
                AckReasonCode reason = REFUSED.get(publish.getPublishPacket().getTopic());
                if (reason != null) {
                    answer.preventPublishDelivery(reason);
                }
            };
            Services.initializerRegistry()
                    .setClientInitializer((client, context) -> context.addPublishInboundInterceptor(interceptor));
            CompletableFuture<?> unused = CompletableFuture.runAsync(() -> {
                while (Services.adminService().getCurrentStage() != LifecycleStage.STARTED_SUCCESSFULLY) {
                    Thread.onSpinWait();
                }
                port.complete(Services.adminService().getServerInformation().getListener().stream()
                        .findFirst()
                        .orElseThrow()
                        .getPort());
            });
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
    }
}
