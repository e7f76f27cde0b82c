package io.ringway.broker;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import io.ringway.broker.config.ConfigException;
import io.ringway.broker.config.ConfigFile;
import io.ringway.broker.front.ExtensionFront;
import io.ringway.broker.front.MqttSettings;
import io.ringway.broker.http.HttpFront;
import io.ringway.broker.metrics.BrokerMetrics;
import io.ringway.durable.DurableException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker as an extension of a HiveMQ that runs already: {@code $queue/...} on HiveMQ's listeners, HTTP on a port of
 * its own, no gRPC. HiveMQ makes one by the name in the extension's jar.
 */
public final class RingwayExtension implements ExtensionMain {

    private static final Logger LOG = LoggerFactory.getLogger(RingwayExtension.class);
    private static final String CONFIG = "ringway.yaml";

    private @Nullable Parts parts;

    /** Makes an extension that HiveMQ starts. */
    public RingwayExtension() {}

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Path home = input.getExtensionInformation().getExtensionHomeFolder().toPath();
        try {
            start(
                    home.resolve(CONFIG),
                    input.getServerInformation().getDataFolder().toPath());
        } catch (ConfigException
                | DurableException
                | IllegalArgumentException
                | IllegalStateException
                | UncheckedIOException e) {
            // All HiveMQ logs is that it does not start.
            LOG.error("Ringway cannot start: {}", e.getMessage());
            output.preventExtensionStartup(String.valueOf(e.getMessage()));
        }
    }

    private void start(Path file, Path hiveMqData) {
        BrokerConfig config = config(Files.exists(file) ? ConfigFile.read(file) : ConfigFile.DEFAULT, hiveMqData);
        Parts opened = Parts.open(config);
        try {
            BrokerMetrics metrics = opened.metrics();
            HttpFront http = opened.http(metrics);
            opened.add(ExtensionFront.start(
                    opened.queues(),
                    config.users().isEmpty() ? Access.OPEN : opened.credentials(),
                    metrics,
                    config.data().resolve("mqtt"),
                    settings(config)));
            opened.ready();
            LOG.info("Ringway serves http={}:{} data={}", config.bind(), http.port(), config.data());
        } catch (RuntimeException | Error e) {
            opened.close(e);
            throw e;
        }
        parts = opened;
    }

    private static BrokerConfig config(ConfigFile file, Path hiveMqData) {
        return new BrokerConfig(
                // What a file says is absolute.
                hiveMqData.resolve(file.data()),
                file.bind(),
                file.ports(),
                file.tls(),
                file.users(),
                file.tokens(),
                file.limits(),
                file.createQueues());
    }

    private static MqttSettings settings(BrokerConfig config) {
        return new MqttSettings(
                config.bind(),
                config.ports().mqtt(),
                null,
                config.limits().mqttConnections(),
                config.limits().mqttPacketSize(),
                config.limits().queues(),
                config.createQueues());
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        Parts opened = parts;
        if (opened != null) {
            parts = null;
            opened.close();
            LOG.info("Ringway has stopped");
        }
    }
}
