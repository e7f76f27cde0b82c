package io.ringway.broker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringway.broker.Broker;
import io.ringway.broker.BrokerConfig;
import io.ringway.durable.Message;
import io.ringway.durable.SubscribeOptions;
import io.ringway.durable.Subscription;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class QueuesCommandTest {

    @TempDir
    static Path directory;

    private static Broker broker;

    private record Result(int exitCode, String out, String err) {}

    @BeforeAll
    static void start() {
        broker = Broker.start(new BrokerConfig(directory, BrokerConfig.LOOPBACK, 0, 0));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Ringway.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private static Result queues(String... arguments) {
        List<String> all = new ArrayList<>(List.of("queues"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--url", "http://127.0.0.1:" + broker.httpPort()));
        return run(all.toArray(String[]::new));
    }

    private static String done(String... arguments) {
        Result result = queues(arguments);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result.out();
    }

    private static String refused(String... arguments) {
        Result result = queues(arguments);
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
        return result.err();
    }

    private static void publish(String queue, int messages) {
        for (int i = 0; i < messages; i++) {
            broker.queues()
                    .publish(queue, Message.of(("m" + i).getBytes(StandardCharsets.UTF_8)))
                    .join();
        }
    }

    @Test
    void aQueueIsCreatedChangedReadAndDeleted() throws IOException {
        assertThat(done("create", "made", "--set", "retry_policy.max_retries=3"))
                .contains("created $queue/made");
        assertThat(refused("create", "made")).contains("$queue/made");
        publish("$queue/made", 2);

        assertThat(done("list")).contains("QUEUE").containsPattern("\\$queue/made +2 ");
        assertThat(done("update", "made", "--set", "limits.max_queue_depth=1234"))
                .contains("changed $queue/made");
        JsonNode got = new ObjectMapper().readTree(done("get", "$queue/made", "--json"));
        assertThat(got.findValue("max_retries").asInt()).isEqualTo(3);
        assertThat(got.findValue("max_queue_depth").asInt()).isEqualTo(1234);
        assertThat(done("stats", "made")).containsPattern("depth.* 2");

        assertThat(refused("purge", "made")).contains("--yes");
        assertThat(broker.queues().depth("$queue/made")).isEqualTo(2);
        assertThat(done("purge", "made", "--yes")).contains("purged 2 messages");
        assertThat(refused("delete", "made")).contains("--yes");
        assertThat(done("delete", "made", "-y")).contains("deleted $queue/made");
        assertThat(refused("get", "made")).contains("$queue/made");
    }

    @Test
    void consumersAreListedByGroup() {
        done("create", "consumed");
        try (Subscription unused = broker.queues()
                .subscribe("$queue/consumed", "workers", "worker-7", SubscribeOptions.DEFAULT, delivery -> {})) {
            assertThat(done("consumers", "consumed")).contains("workers").contains("worker-7");
        }
    }

    @Test
    void deadLettersAreListedPutBackAndPurged() {
        done("create", "buried");
        try (Subscription unused = broker.queues()
                .subscribe(
                        "$queue/buried", "g", "c", SubscribeOptions.DEFAULT, delivery -> delivery.reject("unread"))) {
            publish("$queue/buried", 3);
            await().until(() -> broker.queues().depth("$queue/buried") == 0);
        }
        List<String> letters = done("dlq", "list", "buried").lines().skip(1).toList();
        assertThat(letters).hasSize(3).allSatisfy(line -> assertThat(line).contains("unread"));
        assertThat(done("dlq", "list", "buried", "--limit", "2")).contains("There are more: --after");

        String id = letters.get(0).split(" ", 2)[0];
        assertThat(done("dlq", "retry", "buried", id)).startsWith(id + " is ");
        assertThat(broker.queues().depth("$queue/buried")).isEqualTo(1);
        assertThat(refused("dlq", "retry", "buried", id)).contains(id);
        assertThat(refused("dlq", "purge", "buried")).contains("--yes");
        assertThat(done("dlq", "purge", "buried", "--yes")).contains("purged 2 dead letters");
    }

    @Test
    void whatMakesNoSenseIsNamed() {
        assertThat(refused("create", "odd", "--set", "no_such_key=1")).contains("no_such_key");
        assertThat(refused("create", "odd", "--set", "limits.max_queue_depth=-1"))
                .contains("max_queue_depth");
        assertThat(queues("update", "odd").exitCode()).isEqualTo(2);
        Result unreachable = run("queues", "list", "--url", "http://127.0.0.1:1");
        assertThat(unreachable.exitCode()).isEqualTo(1);
        assertThat(unreachable.err()).contains("http://127.0.0.1:1");
    }

    @Test
    void theShellCompletesCommands() throws Exception {
        Path bash = Path.of("/bin/bash");
        assumeTrue(Files.isExecutable(bash), "there is no /bin/bash");
        Path script = Files.writeString(
                directory.resolve("completion"), run("generate-completion").out());
        Process shell = new ProcessBuilder(
                        bash.toString(),
                        "-c",
                        ". " + script + "; COMP_WORDS=(ringway queues cre); COMP_CWORD=2; _complete_ringway;"
                                + " echo \"${COMPREPLY[*]}\"")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("create");
    }
}
