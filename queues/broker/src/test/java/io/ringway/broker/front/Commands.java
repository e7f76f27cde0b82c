package io.ringway.broker.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that a user's machine may have or not. */
final class Commands {

    private Commands() {}

    /** Skips the test if a program is not there; fails it where the build has to have seen to it. */
    static void require(String program, String debianPackage) {
        for (String directory : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return;
            }
        }
        String problem = program + " is not installed (Debian package " + debianPackage + ")";
        if ("true".equals(System.getenv("RINGWAY_CI"))) {
            fail(problem);
        }
        abort(problem);
    }

    static Process start(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program that must end by itself and well; returns what it printed. */
    static String run(String... command) {
        Process process = start(command);
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(String.join(" ", command) + "\n" + printed)
                    .isZero();
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The next lines that a program prints. */
    static List<String> lines(Process process, int count) {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                String line = reader.readLine();
                assertThat(line).as("line %d", i).isNotNull();
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
