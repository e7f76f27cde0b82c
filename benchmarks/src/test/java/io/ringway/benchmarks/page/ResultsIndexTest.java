package io.ringway.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsIndexTest {

    @TempDir
    Path results;

    @Test
    void runsAreListedNewestFirstWhateverTheirTimeZone() throws IOException {
        add("older", "2001-02-03T09:00:00+09:00");
        add("newer", "2001-02-03T01:00:00Z");

        ResultsIndex.write(results);

        assertThat(Files.readString(results.resolve("index.html")))
                .containsSubsequence("newer/index.html", "older/index.html");
    }

    @Test
    void aFolderWithoutARunIsNotListed() throws IOException {
        Files.createDirectories(results.resolve("drafts"));

        ResultsIndex.write(results);

        assertThat(Files.readString(results.resolve("index.html")))
                .contains("No run has been published yet")
                .doesNotContain("drafts");
    }

    @Test
    void aBrokenRunIsNamed() throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(results.resolve("broken")).resolve("run.json"), "no run");

        assertThatThrownBy(() -> ResultsIndex.write(results))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    private void add(String name, String started) throws IOException {
        String run = Files.readString(Fixture.folder().resolve("run.json"))
                .replaceFirst("\"started\": \"[^\"]*\"", "\"started\": \"" + started + "\"");
        Files.writeString(Files.createDirectories(results.resolve(name)).resolve("run.json"), run);
    }
}
