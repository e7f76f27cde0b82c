package io.ringway.benchmarks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles every example of the README, of the modules' guides and of the Javadoc, as a reader would who copies it. */
class ExamplesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern FENCED = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_TABLE =
            Pattern.compile("^\\|.*\\| `([^`]*(?:;|\\bnew )[^`]*)` \\|$", Pattern.MULTILINE);
    private static final Pattern JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);
    private static final Pattern STAR = Pattern.compile("(?m)^ *\\* ?");

    /** What an example takes for granted: the imports, and the reader's own classes, fields and methods. */
    private static final String BEFORE = """
            import static java.nio.charset.StandardCharsets.UTF_8;
            import static java.time.Duration.ofMillis;
            import static java.util.concurrent.TimeUnit.SECONDS;
            import com.hivemq.client.mqtt.datatypes.MqttQos;
            import com.hivemq.client.mqtt.mqtt5.*;
            import io.micrometer.core.instrument.MeterRegistry;
            import io.ringway.durable.*;
            import io.ringway.log.*;
            import io.ringway.mqtt.*;
            import io.ringway.queues.*;
            import io.ringway.queues.micrometer.*;
            import java.nio.ByteBuffer;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.LongAdder;
            import org.agrona.concurrent.*;

            abstract class Example {
                record Reading() {}
                record Row() {}
                record Job() {}
                interface Database { void insert(List<Row> rows); }
                interface Producer<T> { void give(T element) throws InterruptedException; }
                Mqtt5Client client;
                MeterRegistry registry;
                ExecutorService executor;
                Database database;
                LongAdder dropped;
                Reading reading, r, element;
                Row row;
                boolean running;
                byte[] record;
                abstract void handle(Reading reading);
                abstract void insert(List<Row> batch);
                abstract void produce(Producer<Row> queue);
                abstract void produce(BoundedQueue<Reading> queue);
                abstract void startConsumers(BoundedQueue<Reading> queue);
                abstract void resize(Object image);
                abstract void send(List<?> records);
                abstract void show(Object outcome);
            """;

    /** What only some take for granted, by the file that they stand in. */
    private static final Map<String, String> FIELDS = Map.of(
            "README.md", "byte[] job;",
            "README.md, table",
                    "record Command() {} Command c; Job job; WorkStealingDeque<Row> deque, victim; Row task;",
            "queues/durable/README.md", "byte[] job;",
            "queues/log/README.md", "ByteBuffer batch; abstract void apply(ByteBuffer batch);",
            "ConcurrentPriorityQueue.java", "record Command() {} Command command, report;",
            "BatchingQueueMetrics.java", "BatchingQueue<Row> queue;",
            "QueueMetrics.java", "BoundedQueue<Row> queue;",
            "package-info.java", "BoundedQueue<Reading> queue; IdleStrategy idle;",
            "MqttIngest.java", "String password;",
            "TelemetryEncoder.java", "TelemetryEncoder encoder; Telemetry next; int limit;");

    private record Snippet(String file, int number, String code) {
        @Override
        public String toString() {
            return file + " #" + number;
        }
    }

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** One for all, so that each jar of the class path is opened once. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    @TempDir
    private Path classes;

    @AfterAll
    static void close() throws IOException {
        FILES.close();
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void compiles(Snippet snippet) {
        assertThat(errors(snippet)).as("%s:%n%s", snippet, snippet.code).isEmpty();
    }

    @Test
    void anExampleWithAMethodThatDoesNotExistIsFound() {
        assertThat(errors(new Snippet("README.md", 1, "new MpmcQueue<Reading>(8).enqueue(reading);")))
                .contains("cannot find symbol");
    }

    private String errors(Snippet snippet) {
        String statement = snippet.code.replace("...", "").strip();
        String end = statement.endsWith(";") || statement.endsWith("}") || statement.contains("//") ? "" : ";";
        String fields = FIELDS.entrySet().stream()
                .filter(entry -> snippet.file.equals(entry.getKey())
                        || (snippet.file.endsWith(".java") && snippet.file.endsWith("/" + entry.getKey())))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse("");
        String source = BEFORE + fields + "\nvoid example() throws Exception {\n" + statement + end + "\n}\n}\n";
        StringWriter output = new StringWriter();
        boolean compiled = COMPILER.getTask(
                        output,
                        FILES,
                        null,
                        List.of("-proc:none", "-nowarn", "-d", classes.toString()),
                        null,
                        List.of(
                                new SimpleJavaFileObject(
                                        URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                                        return source;
                                    }
                                }))
                .call();
        return compiled ? "" : output.toString();
    }

    static List<Snippet> snippets() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        List<Path> guides = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("queues"))) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("target"))
                    .sorted()
                    .forEach(file -> {
                        if (file.endsWith("README.md")) {
                            guides.add(file);
                        } else if (file.toString().endsWith(".java")
                                && file.toString()
                                        .contains(Path.of("src", "main").toString())) {
                            sources.add(file);
                        }
                    });
        }
        guides.forEach(file -> {
            snippets.addAll(find(file, "", FENCED));
            snippets.addAll(find(file, ", table", IN_TABLE));
        });
        sources.forEach(file -> snippets.addAll(find(file, "", JAVADOC)));
        return snippets;
    }

    private static List<Snippet> find(Path file, String where, Pattern pattern) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Snippet> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String code = pattern == JAVADOC ? STAR.matcher(matcher.group(1)).replaceAll("") : matcher.group(1);
            String name = ROOT.relativize(file).toString().replace('\\', '/') + where;
            found.add(new Snippet(name, found.size() + 1, code));
        }
        return found;
    }
}
