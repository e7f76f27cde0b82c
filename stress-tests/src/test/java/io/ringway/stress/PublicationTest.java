package io.ringway.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {

    @Test
    void processorNameBecomesPartOfFolderName() {
        assertThat(Publication.slug("Intel(R) Core(TM) i7-1185G7 @ 3.00GHz")).isEqualTo("intel-core-i7-1185g7");
        assertThat(Publication.slug("???")).isEqualTo("cpu");
    }

    @Test
    void filesThatExistAreCopied(@TempDir Path directory) throws IOException {
        Path there = Files.writeString(directory.resolve("there.json"), "[]");
        Publication publication = new Publication(directory.resolve("results"));

        publication.publish(List.of(there, directory.resolve("missing.json")));

        assertThat(publication.directory()).isDirectoryContaining("glob:**/there.json");
        assertThat(publication.directory().resolve("missing.json")).doesNotExist();
    }
}
