package io.ringway.benchmarks.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What was measured.
 *
 * @param hash short hash, {@code unknown} outside of a git work tree
 * @param dirty whether there were changes that were not committed
 */
record Commit(String hash, boolean dirty) {

    private static final Commit UNKNOWN = new Commit("unknown", false);

    static Commit of(Path directory) {
        try {
            String hash = git(directory, "rev-parse", "--short", "HEAD");
            return hash.isEmpty()
                    ? UNKNOWN
                    : new Commit(
                            hash,
                            !git(directory, "status", "--porcelain", "--untracked-files=no")
                                    .isEmpty());
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** The output of git, empty when it fails. */
    private static String git(Path directory, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git");
        builder.command().addAll(java.util.List.of(arguments));
        Process process = builder.directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        try {
            return process.waitFor() == 0 ? output : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
