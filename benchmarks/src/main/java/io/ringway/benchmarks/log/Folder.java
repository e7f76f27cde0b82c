package io.ringway.benchmarks.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for one trial: on the disk that has the project, not in a file system that is in memory. */
final class Folder {

    private Folder() {}

    static Path create() throws IOException {
        Path target = Path.of("target");
        return Files.createTempDirectory(Files.isDirectory(target) ? target : Path.of("."), "log-benchmark");
    }

    static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
