package io.ringway.broker.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The quick start of the guide, by mosquitto's command-line clients, and what a client of MQTT 3.1.1 gets. */
@Timeout(300)
class MosquittoTest {

    @TempDir
    static Path directory;

    static TestBroker broker;

    @BeforeAll
    static void start() {
        Commands.require("mosquitto_pub", "mosquitto-clients");
        Commands.require("mosquitto_sub", "mosquitto-clients");
        broker = new TestBroker(directory);
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private static String[] command(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(program, "-h", "127.0.0.1", "-p", Integer.toString(broker.port())));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private static String property(String delivery, String name) {
        Matcher matcher = Pattern.compile("(?:^|[ |])" + name + ":([^ |]*)").matcher(delivery);
        assertThat(matcher.find()).as(name + " in " + delivery).isTrue();
        return matcher.group(1);
    }

    private static String settle(String queue, String how, String delivery, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "-V",
                "5",
                "-q",
                "1",
                "-d",
                "-t",
                queue + "/$" + how,
                "-m",
                "",
                "-D",
                "publish",
                "user-property",
                "message-id",
                property(delivery, "message-id"),
                "-D",
                "publish",
                "user-property",
                "group-id",
                property(delivery, "group-id"),
                "-D",
                "publish",
                "user-property",
                "lease",
                property(delivery, "lease")));
        arguments.addAll(List.of(more));
        return Commands.run(command("mosquitto_pub", arguments.toArray(String[]::new)));
    }

    @Test
    void quickStart() {
        String queue = "$queue/tasks/image";
        // A consumer joins the group image-workers. The queue comes into being.
        Process consumer = Commands.start(command(
                "mosquitto_sub",
                "-V",
                "5",
                "-i",
                "worker-1",
                "-q",
                "1",
                "-t",
                queue,
                "-D",
                "subscribe",
                "user-property",
                "consumer-group",
                "image-workers",
                "-F",
                "%p | %P"));
        try {
            await().until(() -> broker.queues().find(queue).isPresent()
                    && !broker.queues().stats(queue).groups().isEmpty());
            // A publisher puts a task in, and hears that it is stored.
            String published = Commands.run(command(
                    "mosquitto_pub",
                    "-V",
                    "5",
                    "-q",
                    "1",
                    "-d",
                    "-t",
                    queue,
                    "-m",
                    "cat.jpg",
                    "-D",
                    "publish",
                    "user-property",
                    "partition-key",
                    "user-123"));
            assertThat(published).contains("PUBACK (Mid: 1, RC:0)");
            // The consumer gets it, with what it takes to settle it.
            String first = Commands.lines(consumer, 1).get(0);
            assertThat(first).startsWith("cat.jpg |");
            assertThat(property(first, "queue")).isEqualTo(queue);
            assertThat(property(first, "group-id")).isEqualTo("image-workers");
            assertThat(property(first, "partition-key")).isEqualTo("user-123");
            assertThat(property(first, "attempt")).isEqualTo("1");
            // It failed: try again in a moment.
            assertThat(settle(queue, "nack", first, "-D", "publish", "user-property", "delay", "10ms"))
                    .contains("RC:0)");
            String second = Commands.lines(consumer, 1).get(0);
            assertThat(property(second, "attempt")).isEqualTo("2");
            // The old lease settles nothing; the new one does.
            assertThat(settle(queue, "ack", first)).contains("RC:131)");
            assertThat(settle(queue, "ack", second)).contains("RC:0)");
            await().until(() -> broker.queues().depth(queue) == 0);
            // One that can never be done goes to the dead letters.
            Commands.run(command("mosquitto_pub", "-V", "5", "-q", "1", "-t", queue, "-m", "not a picture"));
            settle(
                    queue,
                    "reject",
                    Commands.lines(consumer, 1).get(0),
                    "-D",
                    "publish",
                    "user-property",
                    "reason",
                    "unreadable");
            String dead = Commands.run(command(
                    "mosquitto_sub",
                    "-V",
                    "5",
                    "-q",
                    "1",
                    "-t",
                    "$queue/dlq/tasks/image",
                    "-C",
                    "1",
                    "-W",
                    "20",
                    "-F",
                    "%p | %P"));
            assertThat(dead).startsWith("not a picture |");
            assertThat(property(dead, "dlq-detail")).isEqualTo("unreadable");
        } finally {
            consumer.destroyForcibly();
        }
    }

    @Test
    void aClientOfMqtt311SettlesByItsAcknowledgement() {
        String queue = "$queue/old";
        for (String qos : List.of("0", "1", "2")) {
            for (int i = 0; i < 3; i++) {
                Commands.run(command("mosquitto_pub", "-V", "311", "-q", "1", "-t", queue, "-m", "task " + i));
            }
            String got = Commands.run(command(
                    "mosquitto_sub", "-V", "311", "-i", "old-1", "-q", qos, "-t", queue, "-C", "3", "-W", "20"));
            assertThat(got.lines()).containsExactlyInAnyOrder("task 0", "task 1", "task 2");
            await().until(() -> broker.queues().depth(queue) == 0);
        }
        assertThat(broker.queues().stats(queue).acked()).isEqualTo(9);
        assertThat(broker.queues().stats(queue).groups().get(0).name()).isEqualTo("old");
    }

    @Test
    void ordinaryTopicsAndSharedSubscriptionsAreUnchanged() {
        Commands.run(command("mosquitto_pub", "-V", "5", "-q", "2", "-r", "-t", "plain/kept", "-m", "kept"));
        Process one = Commands.start(
                command("mosquitto_sub", "-V", "5", "-i", "a", "-q", "2", "-t", "plain/#", "-v", "-C", "2"));
        Process shared = Commands.start(
                command("mosquitto_sub", "-V", "5", "-i", "b", "-q", "1", "-t", "$share/g/plain/+", "-v", "-C", "1"));
        try {
            // The retained message comes when the subscription is there; a shared one gets none.
            assertThat(Commands.lines(one, 1)).containsExactly("plain/kept kept");
            Process publisher = Commands.start(command(
                    "mosquitto_pub",
                    "-V",
                    "311",
                    "-q",
                    "1",
                    "-t",
                    "plain/now",
                    "-m",
                    "x",
                    "--repeat",
                    "20",
                    "--repeat-delay",
                    "0.2"));
            assertThat(Commands.lines(one, 1)).containsExactly("plain/now x");
            assertThat(Commands.lines(shared, 1)).containsExactly("plain/now x");
            publisher.destroyForcibly();
        } finally {
            one.destroyForcibly();
            shared.destroyForcibly();
        }
    }
}
