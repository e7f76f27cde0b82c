package io.ringway.broker.cli;

import io.ringway.broker.Broker;
import io.ringway.broker.BrokerConfig;
import io.ringway.broker.config.ConfigException;
import io.ringway.broker.config.ConfigFile;
import io.ringway.broker.config.LogFormat;
import io.ringway.durable.DurableException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the broker. */
@Command(
        name = "serve",
        description = "Runs the broker until it is told to stop. The last line of its start is: ready mqtt=ADDRESS:PORT"
                + " http=ADDRESS:PORT grpc=ADDRESS:PORT data=PATH",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "1:it could not start; the message says why",
            "2:the command line makes no sense",
            "143:stopped by SIGTERM, cleanly",
            "130:stopped by Ctrl-C, cleanly"
        })
final class ServeCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "A YAML file. Options go before what it says.")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything that lasts is (./ringway-data).")
    private @Nullable Path data;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "The address to listen on (127.0.0.1).")
    private @Nullable String bind;

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "For MQTT (1883). 0 for any free one.")
    private @Nullable Integer mqttPort;

    @Option(names = "--http-port", paramLabel = "PORT", description = "For HTTP (8080). 0 for any free one.")
    private @Nullable Integer httpPort;

    @Option(names = "--grpc-port", paramLabel = "PORT", description = "For gRPC (9090). 0 for any free one.")
    private @Nullable Integer grpcPort;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "text or json (text).")
    private @Nullable LogFormat logFormat;

    @Override
    public void run() {
        BrokerConfig configured = configured();
        Logger log = LoggerFactory.getLogger(ServeCommand.class);
        warn(configured, log);
        CountDownLatch stopped = new CountDownLatch(1);
        Broker broker;
        try {
            broker = Broker.start(configured);
        } catch (DurableException | IllegalStateException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            log.info("stopping");
                            try {
                                broker.close();
                                log.info("stopped");
                            } catch (RuntimeException e) {
                                log.error("not stopped cleanly", e);
                            }
                            stopped.countDown();
                        },
                        "shutdown"));
        String address = configured.bind().contains(":") ? "[" + configured.bind() + "]" : configured.bind();
        spec.commandLine()
                .getOut()
                .println("ready mqtt=" + address + ":" + broker.mqttPort() + " http=" + address + ":"
                        + broker.httpPort() + " grpc=" + address + ":" + broker.grpcPort() + " data="
                        + configured.data().toAbsolutePath().normalize());
        spec.commandLine().getOut().flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private BrokerConfig configured() {
        try {
            ConfigFile file = config == null ? ConfigFile.DEFAULT : ConfigFile.read(config);
            Logging.start(logFormat == null ? file.logFormat() : logFormat);
            BrokerConfig.Ports ports = file.ports();
            return new BrokerConfig(
                    data == null ? file.data() : data,
                    bind == null ? file.bind() : bind,
                    new BrokerConfig.Ports(
                            port("--mqtt-port", mqttPort, ports.mqtt()),
                            port("--http-port", httpPort, ports.http()),
                            port("--grpc-port", grpcPort, ports.grpc())),
                    file.tls(),
                    file.users(),
                    file.tokens(),
                    file.limits(),
                    file.createQueues());
        } catch (ConfigException | IllegalArgumentException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private static int port(String option, @Nullable Integer port, int otherwise) {
        if (port == null) {
            return otherwise;
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(option + " must be from 0 to 65535: " + port);
        }
        return port;
    }

    private static void warn(BrokerConfig config, Logger log) {
        if (config.tls() == null && !config.users().isEmpty()) {
            log.warn("without 'tls' passwords and tokens cross the network as they are");
        }
        if (config.users().isEmpty() != config.tokens().isEmpty()) {
            log.warn(
                    "there are no {}, so nobody can use {}",
                    config.users().isEmpty() ? "users" : "tokens",
                    config.users().isEmpty() ? "MQTT" : "HTTP and gRPC");
        }
    }
}
