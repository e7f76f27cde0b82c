package io.ringway.queues.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the unit tests once more, on the supported Java versions other than the running one. */
@Tag("jar")
class OtherJdkTest {

    private static final Pattern TESTS_RUN = Pattern.compile("(\\d+) tests successful");

    @ParameterizedTest(name = "on Java {0}")
    @MethodSource("io.ringway.queues.packaging.Jdk#otherVersions")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void allUnitTestsPassWithoutAWarningAboutOurClasses(int version, @TempDir Path folder) throws Exception {
        Jdk jdk = Jdk.require(version);

        ChildJvm child = ChildJvm.run(
                jdk,
                folder,
                List.of(
                        "-ea",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--scan-class-path=" + testClasses(),
                        "--exclude-tag=jar",
                        "--fail-if-no-tests",
                        "--disable-banner",
                        "--disable-ansi-colors",
                        "--details=summary"));

        assertThat(child.exitCode()).as(child.report()).isZero();
        int passed = testsPassed(child);
        assertThat(passed).as(child.report()).isPositive();
        assertThat(Stream.concat(child.out().stream(), child.err().stream())
                        .filter(OtherJdkTest::isWarning)
                        .filter(OtherJdkTest::namesOurClasses))
                .isEmpty();
        System.out.println(jdk + ": " + passed + " tests passed in a JVM of their own");
    }

    private static Path testClasses() throws Exception {
        return Path.of(OtherJdkTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static int testsPassed(ChildJvm child) {
        return child.out().stream()
                .map(TESTS_RUN::matcher)
                .filter(Matcher::find)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .sum();
    }

    private static boolean isWarning(String line) {
        return line.contains("WARNING") || line.contains("sun.misc.Unsafe") || line.contains("terminally deprecated");
    }

    private static boolean namesOurClasses(String line) {
        return line.contains("io.ringway.")
                || line.contains(OurJar.path().getFileName().toString());
    }
}
