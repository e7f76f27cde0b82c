package io.ringway.queues.packaging;

import static java.util.function.Predicate.not;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * An installed JDK.
 *
 * @param home the directory that has {@code bin} and {@code release}
 * @param feature the feature version, for example 17
 */
record Jdk(Path home, int feature) {

    /** The versions that the queues support and are tested on. */
    static final List<Integer> SUPPORTED = List.of(17, 25);

    static Jdk running() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** Returns the supported versions that the running JVM is not. */
    static Stream<Integer> otherVersions() {
        return SUPPORTED.stream().filter(version -> version != Runtime.version().feature());
    }

    /**
     * Returns a JDK of the given version. Without one the calling test is skipped and says why; under continuous
     * integration, where {@code RINGWAY_CI} is set, it fails.
     */
    static Jdk require(int feature) {
        if (feature == Runtime.version().feature()) {
            return running();
        }
        Optional<Jdk> found = find(feature);
        if (found.isEmpty()) {
            String reason = "no JDK " + feature + " found: set JAVA" + feature + "_HOME";
            if (System.getenv("RINGWAY_CI") != null) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return found.orElseThrow();
    }

    Path java() {
        return home.resolve("bin").resolve(File.separatorChar == '\\' ? "java.exe" : "java");
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }

    private static Optional<Jdk> find(int feature) {
        String variable = "JAVA" + feature + "_HOME";
        String named = System.getenv(variable);
        if (named != null) {
            Optional<Jdk> jdk = at(Path.of(named)).filter(candidate -> candidate.feature == feature);
            return Optional.of(
                    jdk.orElseThrow(() -> new AssertionError(variable + " names no JDK " + feature + ": " + named)));
        }
        return folders()
                .flatMap(Jdk::jdksIn)
                .filter(jdk -> jdk.feature == feature)
                .findFirst();
    }

    /** Where JDKs are usually installed, the neighbours of the running one first. */
    private static Stream<Path> folders() {
        Path user = Path.of(System.getProperty("user.home"));
        Stream<Path> usual = Stream.of(
                Path.of("/usr/lib/jvm"),
                Path.of("/usr/java"),
                Path.of("/opt"),
                Path.of("/opt/java"),
                Path.of("/opt/hostedtoolcache/Java_Temurin-Hotspot_jdk"),
                Path.of("/Library/Java/JavaVirtualMachines"),
                user.resolve(".jdks"),
                user.resolve(".sdkman/candidates/java"),
                user.resolve("scoop/apps"),
                Path.of("C:/Program Files/Java"),
                Path.of("C:/Program Files/Eclipse Adoptium"));
        return Stream.concat(Stream.ofNullable(running().home.getParent()), usual);
    }

    private static Stream<Jdk> jdksIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        List<Path> entries;
        try (Stream<Path> listing = Files.list(folder)) {
            entries = listing.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries.stream()
                .flatMap(entry -> Stream.of(entry, entry.resolve("Contents/Home"), entry.resolve("x64")))
                .map(Jdk::at)
                .flatMap(Optional::stream);
    }

    /** Reads the release file of a JDK; empty if there is no JDK. */
    private static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        Jdk candidate = new Jdk(home, 0);
        if (!Files.isReadable(release) || !Files.isExecutable(candidate.java())) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.ofNullable(properties.getProperty("JAVA_VERSION"))
                .map(version -> version.replace("\"", "").trim())
                .filter(not(String::isEmpty))
                .map(version -> new Jdk(home, Runtime.Version.parse(version).feature()));
    }
}
