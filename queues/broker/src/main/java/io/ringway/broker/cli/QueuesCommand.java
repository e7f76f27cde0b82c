package io.ringway.broker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Administers queues over REST. */
@Command(
        name = "queues",
        description = "Administers queues.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = QueuesCommand.Dlq.class)
final class QueuesCommand {

    private static final ObjectMapper JSON = new ObjectMapper();

    private QueuesCommand() {}

    /** What every command has. */
    static final class Common {

        @Mixin
        Admin admin = new Admin();

        @Spec(Spec.Target.MIXEE)
        CommandSpec spec = CommandSpec.create();

        @Option(names = "--json", description = "Print what the broker answers, as JSON.")
        boolean json;

        /** Prints an answer as it is, or as lines. */
        void print(JsonNode answer, List<String> lines) {
            if (json) {
                spec.commandLine().getOut().println(answer.toPrettyString());
            } else {
                lines.forEach(spec.commandLine().getOut()::println);
            }
        }
    }

    /** What asks before it destroys. */
    static final class Sure {

        @Option(
                names = {"-y", "--yes"},
                description = "Don't ask.")
        boolean yes;

        void ask(String what) {
            if (yes) {
                return;
            }
            Console console = Terminal.find();
            if (console == null) {
                throw new CliException("this would " + what + "; say --yes if that is meant");
            }
            String answer = console.readLine("This will %s. Go on? [y/N] ", what);
            if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
                throw new CliException("nothing was done");
            }
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists the queues.")
    void list(@Mixin Common common) {
        JsonNode answer = common.admin.get("/api/v1/queues");
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"QUEUE", "DEPTH", "LAG", "IN FLIGHT", "CONSUMERS", "DEAD"});
        for (JsonNode queue : answer.path("queues")) {
            JsonNode stats = queue.path("stats");
            rows.add(new String[] {
                queue.path("name").asText(),
                stats.path("depth").asText(),
                stats.path("lag").asText(),
                stats.path("in_flight").asText(),
                stats.path("consumers").asText(),
                Long.toString(dead(stats))
            });
        }
        common.print(answer, Table.lines(rows));
    }

    private static long dead(JsonNode stats) {
        long sum = 0;
        for (JsonNode count : stats.path("dead_lettered")) {
            sum += count.asLong();
        }
        return sum;
    }

    @Command(mixinStandardHelpOptions = true, description = "Creates a queue.")
    void create(
            @Mixin Common common,
            @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue,
            @Option(
                            names = "--set",
                            paramLabel = "KEY=VALUE",
                            description = "A key of the configuration, such as retry_policy.max_retries=3.")
                    @Nullable
                    Map<String, String> settings) {
        ObjectNode config = config(settings);
        config.put("name", QueueNames.full(queue));
        JsonNode answer = common.admin.send("POST", "/api/v1/queues", config);
        common.print(answer, List.of("created " + answer.path("name").asText()));
    }

    @Command(mixinStandardHelpOptions = true, description = "Changes the configuration of a queue.")
    void update(
            @Mixin Common common,
            @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue,
            @Option(
                            names = "--set",
                            required = true,
                            paramLabel = "KEY=VALUE",
                            description = "A key of the configuration, such as limits.max_queue_depth=1000.")
                    Map<String, String> settings) {
        String name = QueueNames.full(queue);
        JsonNode answer = common.admin.send("PUT", Admin.path(name, "config"), config(settings));
        common.print(answer, List.of("changed " + name));
    }

    /** Nested as the keys say. A value that is a number, true or false in JSON is that, anything else a text. */
    private static ObjectNode config(@Nullable Map<String, String> settings) {
        ObjectNode root = JSON.createObjectNode();
        if (settings != null) {
            settings.forEach((key, value) -> {
                String[] levels = key.split("\\.", 2);
                ObjectNode parent = levels.length == 1 ? root : root.withObjectProperty(levels[0]);
                parent.set(levels[levels.length - 1], value(value));
            });
        }
        return root;
    }

    private static JsonNode value(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isNumber() || node.isBoolean()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // A text without quotes.
        }
        return JsonNodeFactory.instance.textNode(text);
    }

    @Command(mixinStandardHelpOptions = true, description = "Prints the configuration and the figures of a queue.")
    void get(
            @Mixin Common common,
            @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue) {
        JsonNode answer = common.admin.get(Admin.path(QueueNames.full(queue)));
        common.print(answer, Table.flat(answer));
    }

    @Command(mixinStandardHelpOptions = true, description = "Deletes a queue with its messages and groups.")
    void delete(
            @Mixin Common common,
            @Mixin Sure sure,
            @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue) {
        String name = QueueNames.full(queue);
        sure.ask("delete the queue " + name + " with its messages");
        JsonNode answer = common.admin.send("DELETE", Admin.path(name), null);
        common.print(answer, List.of("deleted " + name));
    }

    @Command(mixinStandardHelpOptions = true, description = "Prints the figures of a queue. Latencies are in seconds.")
    void stats(
            @Mixin Common common,
            @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue) {
        JsonNode answer = common.admin.get(Admin.path(QueueNames.full(queue), "stats"));
        common.print(answer, Table.flat(answer));
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists the consumers of a queue, by group.")
    void consumers(
            @Mixin Common common,
            @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue) {
        JsonNode answer = common.admin.get(Admin.path(QueueNames.full(queue), "consumers"));
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"GROUP", "LAG", "CONSUMER", "PARTITIONS", "IN FLIGHT", "PREFETCH"});
        for (JsonNode group : answer.path("groups")) {
            String name = group.path("name").asText();
            String lag = group.path("lag").asText();
            if (group.path("consumers").isEmpty()) {
                rows.add(new String[] {name, lag, "", "", "", ""});
            }
            for (JsonNode consumer : group.path("consumers")) {
                rows.add(new String[] {
                    name,
                    lag,
                    consumer.path("consumer_id").asText(),
                    consumer.path("partitions").toString(),
                    consumer.path("in_flight").asText(),
                    consumer.path("prefetch").asText()
                });
            }
        }
        common.print(answer, Table.lines(rows));
    }

    @Command(mixinStandardHelpOptions = true, description = "Deletes the messages of a queue.")
    void purge(
            @Mixin Common common,
            @Mixin Sure sure,
            @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue) {
        String name = QueueNames.full(queue);
        sure.ask("delete all messages of " + name);
        JsonNode answer = common.admin.send("POST", Admin.path(name, "purge"), null);
        common.print(answer, List.of("purged " + answer.path("purged").asText() + " messages"));
    }

    /** Dead letters. */
    @Command(
            name = "dlq",
            description = "Looks after dead letters.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND")
    static final class Dlq {

        private Dlq() {}

        @Command(mixinStandardHelpOptions = true, description = "Lists the dead letters of a queue, oldest first.")
        void list(
                @Mixin Common common,
                @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue,
                @Option(names = "--after", paramLabel = "ID", description = "Begin after this one.") @Nullable
                        String after,
                @Option(
                                names = "--limit",
                                paramLabel = "N",
                                defaultValue = "100",
                                description = "The most to list, from 1 to 1000 (100).")
                        int limit) {
            String path = Admin.path(QueueNames.full(queue), "dlq") + "?limit=" + limit;
            JsonNode answer = common.admin.get(after == null ? path : path + "&after=" + after);
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"ID", "TIME", "GROUP", "REASON", "ATTEMPTS", "DETAIL"});
            for (JsonNode letter : answer.path("dead_letters")) {
                rows.add(new String[] {
                    letter.path("id").asText(),
                    letter.path("time").asText(),
                    letter.path("group").asText(),
                    letter.path("reason").asText(),
                    letter.path("attempts").asText(),
                    letter.path("detail").asText()
                            + (letter.path("damaged").asBoolean() ? " (damaged on the disk)" : "")
                });
            }
            List<String> lines = new ArrayList<>(Table.lines(rows));
            if (answer.path("next").isTextual()) {
                lines.add("There are more: --after " + answer.path("next").asText());
            }
            common.print(answer, lines);
        }

        @Command(mixinStandardHelpOptions = true, description = "Puts dead letters back into their queue.")
        void retry(
                @Mixin Common common,
                @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue,
                @Parameters(paramLabel = "ID", arity = "1..*", description = "Which, as 'list' prints it.")
                        List<String> ids) {
            for (String id : ids) {
                JsonNode answer =
                        common.admin.send("POST", Admin.path(QueueNames.full(queue), "dlq", id, "retry"), null);
                common.print(
                        answer, List.of(id + " is " + answer.path("message_id").asText() + " now"));
            }
        }

        @Command(mixinStandardHelpOptions = true, description = "Deletes the dead letters of a queue.")
        void purge(
                @Mixin Common common,
                @Mixin Sure sure,
                @Parameters(paramLabel = "QUEUE", description = QueueNames.DESCRIPTION) String queue) {
            String name = QueueNames.full(queue);
            sure.ask("delete all dead letters of " + name);
            JsonNode answer = common.admin.send("POST", Admin.path(name, "dlq", "purge"), null);
            common.print(answer, List.of("purged " + answer.path("purged").asText() + " dead letters"));
        }
    }
}
