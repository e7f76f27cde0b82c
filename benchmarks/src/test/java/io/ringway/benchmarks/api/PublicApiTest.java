package io.ringway.benchmarks.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.durable.DurableQueues;
import io.ringway.log.CommandLog;
import io.ringway.mqtt.TelemetryBatcher;
import io.ringway.queues.SpscQueue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the public and protected members of every exported package, as {@code javap} prints them, with the list in
 * {@code src/test/api}. A change that is meant is written there by {@code mvn -pl benchmarks -am test
 * -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dringway.api=write}, and told in the CHANGELOG.
 */
class PublicApiTest {

    private static final Path LISTS = Path.of("src/test/api");
    private static final Pattern SUPERCLASS = Pattern.compile(" extends ([\\w.$]+)");
    private static final Pattern NAME = Pattern.compile("(?:class|interface) ([\\w.$]+)");

    @ParameterizedTest
    @ValueSource(classes = {SpscQueue.class, CommandLog.class, TelemetryBatcher.class, DurableQueues.class})
    void isTheOneThatWasAgreedOn(Class<?> member) throws IOException, URISyntaxException {
        Path jar = Path.of(
                member.getProtectionDomain().getCodeSource().getLocation().toURI());
        ModuleReference module =
                ModuleFinder.of(jar).findAll().stream().findFirst().orElseThrow();
        List<String> api = api(jar, module);
        Path list = LISTS.resolve(module.descriptor().name() + ".txt");
        if ("write".equals(System.getProperty("ringway.api"))) {
            Files.write(Files.createDirectories(LISTS).resolve(list.getFileName()), api);
        }
        assertThat(api)
                .as(
                        "the public API of %s; if it was meant to change, see the Javadoc of this test",
                        module.descriptor().name())
                .isEqualTo(Files.readAllLines(list));
    }

    private static List<String> api(Path jar, ModuleReference module) throws IOException {
        Set<String> exported = module.descriptor().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(Exports::source)
                .collect(Collectors.toSet());
        List<String> classes;
        try (ModuleReader reader = module.open();
                Stream<String> names = reader.list()) {
            classes = names.filter(name -> name.endsWith(".class") && name.contains("/"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> exported.contains(name.substring(0, name.lastIndexOf('.'))))
                    .filter(name -> !name.endsWith(".package-info"))
                    .sorted()
                    .toList();
        }
        StringWriter text = new StringWriter();
        String[] arguments = Stream.concat(
                        Stream.of(
                                "-protected",
                                "-cp",
                                jar + System.getProperty("path.separator") + System.getProperty("java.class.path")),
                        classes.stream())
                .toArray(String[]::new);
        int exit = ToolProvider.findFirst("javap")
                .orElseThrow()
                .run(new PrintWriter(text), new PrintWriter(text), arguments);
        assertThat(exit).as("javap's exit code").isZero();
        return accessible(text.toString().lines().toList());
    }

    /**
     * Leaves out what users can't name: classes that aren't public or protected, unless one that is inherits their
     * members.
     */
    private static List<String> accessible(List<String> lines) {
        Map<String, List<String>> classes = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.startsWith(" ") && line.endsWith("{")) {
                classes.put(line, new ArrayList<>());
            } else if (line.startsWith("  ")) {
                last(classes.values()).add(line);
            }
        }
        Set<String> inherited = classes.keySet().stream()
                .map(SUPERCLASS::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toSet());
        List<String> kept = new ArrayList<>();
        classes.forEach((head, members) -> {
            Matcher name = NAME.matcher(head);
            if (head.startsWith("public ")
                    || head.startsWith("protected ")
                    || (!members.isEmpty() && name.find() && inherited.contains(name.group(1)))) {
                kept.add(head);
                kept.addAll(members);
            }
        });
        return kept;
    }

    private static List<String> last(Collection<List<String>> lists) {
        return lists.stream().reduce((first, second) -> second).orElseThrow();
    }
}
