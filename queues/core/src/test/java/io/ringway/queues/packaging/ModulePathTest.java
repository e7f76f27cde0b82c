package io.ringway.queues.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Uses the jar from a module and from the class path, alone, with no flag, on every supported Java version. */
@Tag("jar")
class ModulePathTest {

    /** A line of jdeps about two classes; those about two archives are not indented. */
    private static final Pattern USED_CLASS = Pattern.compile("(?m)^\\s+\\S+\\s+-> (\\S+)");

    private static final List<String> ALLOWED_PREFIXES =
            List.of("java.", "io.ringway.queues.", "io.micrometer.core.", "org.agrona.", "org.jspecify.");

    @TempDir
    static Path folder;

    static Path consumer;

    @BeforeAll
    static void compileAModuleThatRequiresOurs() throws Exception {
        consumer = folder.resolve("consumer");
        Path sources = Path.of(ModulePathTest.class
                        .getResource("/consumer/module-info.java")
                        .toURI())
                .getParent();
        runTool(
                "javac",
                "--release=17",
                "-Xlint:all",
                "-Werror",
                "--module-path=" + OurJar.path(),
                "-d",
                consumer.toString(),
                sources.resolve("module-info.java").toString(),
                sources.resolve("consumer/Main.java").toString());
    }

    static List<Integer> versions() {
        return Jdk.SUPPORTED;
    }

    @ParameterizedTest(name = "on Java {0}")
    @MethodSource("versions")
    void theQueuesWorkOnTheModulePathWithoutFlagOrWarning(int version) throws Exception {
        assertRunsSilently(Jdk.require(version), "--module-path=" + pathOfBoth(), "--module=consumer/consumer.Main");
    }

    @ParameterizedTest(name = "on Java {0}")
    @MethodSource("versions")
    void theQueuesWorkOnTheClassPathWithoutFlagOrWarning(int version) throws Exception {
        assertRunsSilently(Jdk.require(version), "--class-path=" + pathOfBoth(), "consumer.Main");
    }

    @Test
    void theModuleExportsItsTwoPackagesAndRequiresNothingAtRunTime() {
        ModuleDescriptor module = ModuleFinder.of(OurJar.path())
                .find("io.ringway.queues")
                .orElseThrow()
                .descriptor();

        assertThat(module.isAutomatic()).isFalse();
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder("io.ringway.queues", "io.ringway.queues.micrometer");
        assertThat(module.requires().stream()
                        .filter(requires -> !requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                        .map(ModuleDescriptor.Requires::name))
                .containsExactly("java.base");
    }

    @Test
    void theClassesUseThePublicApiOfTheJdkOnly() {
        String report = runTool(
                "jdeps",
                "--ignore-missing-deps",
                "--multi-release=base",
                "-verbose:class",
                OurJar.path().toString());

        List<String> used = USED_CLASS
                .matcher(report)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(used)
                .as(report)
                .contains("java.lang.Object")
                .allMatch(name -> ALLOWED_PREFIXES.stream().anyMatch(name::startsWith));
    }

    private static String pathOfBoth() {
        return OurJar.path() + File.pathSeparator + consumer;
    }

    private static void assertRunsSilently(Jdk jdk, String... arguments) throws Exception {
        ChildJvm child = ChildJvm.run(jdk, folder, List.of(arguments));

        assertThat(child.exitCode()).as(child.report()).isZero();
        assertThat(child.err()).isEmpty();
        assertThat(child.out()).containsExactly("done");
    }

    private static String runTool(String name, String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        int exitCode = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
        assertThat(exitCode).as(printed.toString()).isZero();
        return printed.toString();
    }
}
