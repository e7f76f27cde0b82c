package io.ringway.benchmarks.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for one trial: on the disk that has the project, not in a file system that is in memory. */
public final class Folder {

    private Folder() {}

    /**
     * Makes an empty directory.
     *
     * @return the directory
     * @throws IOException if there is no place for it
     */
    public static Path create() throws IOException {
        Path target = Path.of("target");
        return Files.createTempDirectory(Files.isDirectory(target) ? target : Path.of("."), "log-benchmark");
    }

    /**
     * Deletes a directory with everything in it.
     *
     * @param folder the directory
     * @throws IOException if something of it can't be deleted
     */
    public static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
