package io.ringway.broker.config;

import io.ringway.broker.Access;
import io.ringway.broker.BrokerConfig;
import io.ringway.broker.security.Hashes;
import io.ringway.broker.security.Permission;
import io.ringway.broker.security.QueuePattern;
import io.ringway.broker.security.Tls;
import io.ringway.broker.security.Token;
import io.ringway.broker.security.User;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What a YAML file says. Paths in it are relative to the directory of the file. An option that the command line gives
 * goes before the file; hence what depends on several keys is checked by {@link BrokerConfig} at the end.
 *
 * @param data the directory of everything that lasts
 * @param bind the address to listen on
 * @param ports where to listen
 * @param tls for all three ports
 * @param users who may connect over MQTT
 * @param tokens who may use REST and gRPC
 * @param limits what is taken from outside
 * @param createQueues whether queues are created by use
 * @param logFormat how the log is written
 */
public record ConfigFile(
        Path data,
        String bind,
        BrokerConfig.Ports ports,
        @Nullable Tls tls,
        List<User> users,
        List<Token> tokens,
        BrokerConfig.Limits limits,
        boolean createQueues,
        LogFormat logFormat) {

    /** What is used where nothing is said. */
    public static final ConfigFile DEFAULT = new ConfigFile(
            Path.of("ringway-data"),
            BrokerConfig.LOOPBACK,
            BrokerConfig.Ports.DEFAULT,
            null,
            List.of(),
            List.of(),
            BrokerConfig.Limits.DEFAULT,
            true,
            LogFormat.TEXT);

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KiB|MiB)?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

    /**
     * Reads a file.
     *
     * @param file the file
     * @return what it says
     * @throws ConfigException if it cannot be read, has an unknown key, or a value that is wrong
     */
    public static ConfigFile read(Path file) {
        Node root;
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(10);
            options.setCodePointLimit(1 << 20);
            options.setMaxAliasesForCollections(0);
            root = new org.yaml.snakeyaml.Yaml(options).compose(reader);
        } catch (MarkedYAMLException e) {
            throw e.getProblemMark() == null
                    ? new ConfigException(file + ": " + e.getMessage())
                    : Yaml.problem(file, e.getProblemMark(), String.valueOf(e.getProblem()));
        } catch (IOException | YAMLException e) {
            throw new ConfigException("the configuration " + file + " cannot be read: " + e);
        }
        if (root == null) {
            return DEFAULT;
        }
        Yaml yaml = new Yaml(file, "", root);
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new ConfigException("the configuration " + file + " is a directory");
        }
        Path data = yaml.value("data", DEFAULT.data, node -> directory.resolve(Yaml.text(node)));
        ConfigFile read = new ConfigFile(
                data,
                yaml.string("bind").orElse(DEFAULT.bind),
                yaml.section("ports", ConfigFile::ports).orElse(DEFAULT.ports),
                yaml.section("tls", section -> tls(section, directory)).orElse(null),
                yaml.list("users", ConfigFile::user),
                yaml.list("tokens", ConfigFile::token),
                yaml.section("limits", ConfigFile::limits).orElse(DEFAULT.limits),
                yaml.bool("create_queues", DEFAULT.createQueues),
                yaml.value("log_format", DEFAULT.logFormat, node -> choice(LogFormat.class, Yaml.text(node))));
        yaml.requireNoMore();
        return read;
    }

    private static BrokerConfig.Ports ports(Yaml yaml) {
        BrokerConfig.Ports ports = DEFAULT.ports;
        return new BrokerConfig.Ports(
                yaml.integer("mqtt", ports.mqtt(), 0, 65_535),
                yaml.integer("http", ports.http(), 0, 65_535),
                yaml.integer("grpc", ports.grpc(), 0, 65_535));
    }

    private static Tls tls(Yaml yaml, Path directory) {
        Optional<String> keystore = yaml.string("keystore");
        Optional<String> password = yaml.string("password");
        Optional<String> certificate = yaml.string("certificate");
        Optional<String> key = yaml.string("key");
        if (keystore.isPresent() && password.isPresent() && certificate.isEmpty() && key.isEmpty()) {
            return Tls.ofKeystore(directory.resolve(keystore.get()), password.get());
        }
        if (certificate.isPresent() && key.isPresent() && keystore.isEmpty() && password.isEmpty()) {
            return Tls.ofPem(directory.resolve(certificate.get()), directory.resolve(key.get()));
        }
        throw new IllegalArgumentException(
                "must have 'certificate' and 'key' (PEM files), or 'keystore' (PKCS#12 or JKS) and 'password'");
    }

    private static User user(Yaml yaml) {
        String password = yaml.required("password", text -> {
            if (!Hashes.isPasswordHash(text)) {
                throw new IllegalArgumentException("must be a bcrypt hash; 'ringway hash-password' makes one");
            }
            return text;
        });
        return new User(
                yaml.required("name", text -> text), password, yaml.list("permissions", ConfigFile::permission));
    }

    private static Permission permission(Yaml yaml) {
        return new Permission(
                yaml.required("queue", QueuePattern::new),
                Set.copyOf(yaml.texts("actions", text -> choice(Access.Action.class, text))));
    }

    private static Token token(Yaml yaml) {
        String hash = yaml.required("hash", text -> {
            if (!Hashes.isTokenHash(text)) {
                throw new IllegalArgumentException("must be 'sha256:' and 64 digits; 'ringway new-token' makes one");
            }
            return text;
        });
        return new Token(yaml.required("name", text -> text), hash, yaml.texts("queues", QueuePattern::new));
    }

    private static BrokerConfig.Limits limits(Yaml yaml) {
        BrokerConfig.Limits limits = DEFAULT.limits;
        return new BrokerConfig.Limits(
                yaml.integer("mqtt_connections", limits.mqttConnections(), 1, 1_000_000),
                yaml.value(
                        "mqtt_packet_size", limits.mqttPacketSize(), node -> size(Yaml.text(node), 1 << 10, 256 << 20)),
                yaml.integer("http_connections", limits.httpConnections(), 1, 100_000),
                yaml.value("header_size", limits.headerSize(), node -> size(Yaml.text(node), 1 << 10, 1 << 20)),
                yaml.value("body_size", limits.bodySize(), node -> size(Yaml.text(node), 1 << 10, 16 << 20)),
                yaml.value("idle_timeout", limits.idleTimeout(), node -> duration(Yaml.text(node))),
                yaml.integer("queues", limits.queues(), 1, 1_000_000));
    }

    private static int size(String text, int least, int most) {
        Matcher matcher = SIZE.matcher(text);
        if (matcher.matches()) {
            String unit = matcher.group(2);
            long bytes = Long.parseLong(matcher.group(1))
                    * ("KiB".equals(unit) ? 1 << 10 : "MiB".equals(unit) ? 1 << 20 : 1);
            if (bytes >= least && bytes <= most) {
                return (int) bytes;
            }
        }
        throw new IllegalArgumentException("must be a size from " + least + " to " + most
                + " bytes, such as 65536, 64KiB or 1MiB: '" + text + "'");
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
            if (duration.toMillis() >= 100 && duration.compareTo(Duration.ofHours(1)) <= 0) {
                return duration;
            }
        }
        throw new IllegalArgumentException("must be from 100ms to 1h, such as 30s: '" + text + "'");
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String text) {
        for (E choice : type.getEnumConstants()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
                return choice;
            }
        }
        throw new IllegalArgumentException("must be one of "
                + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT) + ": '" + text + "'");
    }
}
