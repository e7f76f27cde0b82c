package io.ringway.stress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The place of a published run: {@code <date>-<commit>-<cpu>-<cores>c-jdk<version>/correctness}, beside the
 * measurements of the same machine and day.
 *
 * @param directory where the files go
 */
record Publication(Path directory) {

    private static final Path CPU_FACTS = Path.of("/proc/cpuinfo");
    private static final String CPU_NAME = "model name";

    /** Finds the place below {@code results}. */
    static Publication in(Path results) throws IOException, InterruptedException {
        String id = String.join(
                "-",
                LocalDate.now().toString(),
                commit(),
                slug(cpu()),
                Runtime.getRuntime().availableProcessors() + "c",
                "jdk" + Runtime.version().feature());
        return new Publication(results.resolve(id).resolve("correctness").normalize());
    }

    /** Copies the files there. A file that was not written is a part that did not run. */
    void publish(List<Path> files) throws IOException {
        Files.createDirectories(directory);
        for (Path file : files) {
            if (Files.exists(file)) {
                Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Makes a part of a folder's name of the name of a processor. */
    static String slug(String cpu) {
        String slug = cpu.toLowerCase(Locale.ROOT)
                .replaceAll("\\((r|tm)\\)", "")
                .replaceAll("@.*", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return slug.isEmpty() ? "cpu" : slug;
    }

    private static String cpu() throws IOException {
        if (!Files.isReadable(CPU_FACTS)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> facts = Files.lines(CPU_FACTS)) {
            return facts.filter(fact -> fact.startsWith(CPU_NAME))
                    .map(fact -> fact.substring(fact.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static String commit() throws IOException, InterruptedException {
        Process git;
        try {
            git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return "unknown"; // there is no git here
        }
        String hash = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return git.waitFor() == 0 && !hash.isEmpty() ? hash : "unknown";
    }
}
