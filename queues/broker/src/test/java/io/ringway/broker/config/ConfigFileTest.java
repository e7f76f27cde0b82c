package io.ringway.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringway.broker.Access;
import io.ringway.broker.BrokerConfig;
import io.ringway.broker.security.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    private static final String PASSWORD = Hashes.ofPassword("secret".getBytes(StandardCharsets.UTF_8));
    private static final String TOKEN = Hashes.ofToken("token");

    @TempDir
    Path directory;

    private ConfigFile read(String yaml) {
        Path file = directory.resolve("ringway.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return ConfigFile.read(file);
    }

    @Test
    void readsEveryKey() {
        ConfigFile read = read("""
                        data: here
                        bind: 127.0.0.2
                        ports:
                          mqtt: 1
                          http: 2
                          grpc: 3
                        users:
                          - name: alice
                            password: %s
                            permissions:
                              - queue: $queue/orders/#
                                actions: [publish, consume]
                        tokens:
                          - name: ci
                            hash: %s
                            queues: [$queue/+/x]
                        limits:
                          mqtt_connections: 4
                          mqtt_packet_size: 2KiB
                          http_connections: 5
                          header_size: 1024
                          body_size: 1MiB
                          idle_timeout: 2s
                          queues: 6
                        create_queues: false
                        log_format: json
                        """.formatted(PASSWORD, TOKEN));

        assertThat(read.data()).isEqualTo(directory.resolve("here"));
        assertThat(read.bind()).isEqualTo("127.0.0.2");
        assertThat(read.ports()).isEqualTo(new BrokerConfig.Ports(1, 2, 3));
        assertThat(read.tls()).isNull();
        assertThat(read.users()).singleElement().satisfies(user -> {
            assertThat(user.name()).isEqualTo("alice");
            assertThat(user.password()).isEqualTo(PASSWORD);
            assertThat(user.permissions()).singleElement().satisfies(permission -> {
                assertThat(permission.queue().text()).isEqualTo("$queue/orders/#");
                assertThat(permission.actions()).isEqualTo(Set.of(Access.Action.PUBLISH, Access.Action.CONSUME));
            });
        });
        assertThat(read.tokens()).singleElement().satisfies(token -> {
            assertThat(token.name()).isEqualTo("ci");
            assertThat(token.hash()).isEqualTo(TOKEN);
            assertThat(token.queues()).extracting("text").isEqualTo(List.of("$queue/+/x"));
        });
        assertThat(read.limits())
                .isEqualTo(new BrokerConfig.Limits(4, 2 << 10, 5, 1 << 10, 1 << 20, Duration.ofSeconds(2), 6));
        assertThat(read.createQueues()).isFalse();
        assertThat(read.logFormat()).isEqualTo(LogFormat.JSON);
    }

    @Test
    void takesAnEmptyFileForTheDefaults() {
        assertThat(read("# nothing\n")).isEqualTo(ConfigFile.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    date: x                               | 1:1   | there is no key 'date'
                    ports:\\n  mqtt: 1\\n  ftp: 2         | 3:3   | there is no key 'ports.ftp'
                    limits: {queues: 1, ques: 2}          | 1:21  | there is no key 'limits.ques'
                    ports: {mqtt: 65536}                  | 1:15  | ports.mqtt must be from 0 to 65535: '65536'
                    ports: {mqtt: yes}                    | 1:15  | ports.mqtt must be from 0 to 65535: 'yes'
                    ports: 1883                           | 1:8   | ports must be a map
                    ports: [1]                            | 1:8   | ports must be a map
                    bind: [a]                             | 1:7   | bind must have a single value
                    data:                                 | 1:6   | data must have a single value
                    create_queues: maybe                  | 1:16  | create_queues must be true or false: 'maybe'
                    log_format: xml                       | 1:13  | log_format must be one of [text, json]: 'xml'
                    limits: {body_size: 1GiB}             | 1:21  | limits.body_size must be a size from
                    limits: {header_size: 1}              | 1:23  | limits.header_size must be a size from
                    limits: {idle_timeout: 5}             | 1:24  | limits.idle_timeout must be from 100ms to 1h
                    limits: {queues: 0}                   | 1:18  | limits.queues must be from 1 to
                    bind: a\\nbind: b                     | 2:1   | bind is there twice
                    users: {name: x}                      | 1:8   | users must be a list
                    users: [{name: x}]                    | 1:9   | users[0].password is missing
                    users:\\n- name: x\\n  password: y    | 3:13  | users[0].password must be a bcrypt hash
                    tokens: [{name: x, hash: y}]          | 1:26  | tokens[0].hash must be 'sha256:'
                    tokens:\\n- {nam: x}                  | 2:3   | tokens[0].hash is missing
                    tls: {certificate: a}                 | 1:6   | tls must have 'certificate' and 'key'
                    tls: {certificate: a, key: b}         | 1:6   | tls the certificate
                    a: [                                  | 2:1   | expected
                    a: *b                                 | 1:4   | found undefined alias
                    """)
    void saysWhereAMistakeIs(String yaml, String place, String message) {
        assertThatThrownBy(() -> read(yaml.replace("\\n", "\n") + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ringway.yaml:" + place + ": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    tasks/#     | must begin with '$queue/'
                    $queue/a#   | must have '+' for a whole level
                    $queue/#/a  | must have '+' for a whole level
                    $queue//a   | must have '+' for a whole level
                    """)
    void refusesWhatIsNoPatternOfQueues(String pattern, String message) {
        assertThatThrownBy(() -> read("tokens: [{name: x, hash: %s, queues: ['%s']}]".formatted(TOKEN, pattern)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ringway.yaml:1:")
                .hasMessageContaining("tokens[0].queues[0] " + message);
    }

    @Test
    void saysThatAFileCannotBeRead() {
        assertThatThrownBy(() -> ConfigFile.read(directory.resolve("none.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.yaml");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,true,false", "::,false,true", "192.0.2.1,false,false"})
    void refusesToBeReachedByOthersWithoutCredentials(String bind, boolean users, boolean tokens) {
        ConfigFile read = read("""
                users: [%s]
                tokens: [%s]
                """.formatted(
                        users ? "{name: a, password: " + PASSWORD + "}" : "",
                        tokens ? "{name: a, hash: '" + TOKEN + "'}" : ""));

        assertThatThrownBy(() -> new BrokerConfig(
                        directory,
                        bind,
                        BrokerConfig.Ports.ANY,
                        null,
                        read.users(),
                        read.tokens(),
                        BrokerConfig.Limits.DEFAULT,
                        true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bind: " + bind)
                .hasMessageContaining("'users'")
                .hasMessageContaining("'tokens'");
    }
}
