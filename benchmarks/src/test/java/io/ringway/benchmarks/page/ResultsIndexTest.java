package io.ringway.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringway.benchmarks.model.Ratio;
import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.model.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void theNewestRunIsSetAgainstTheOneBeforeIt() throws IOException {
        add("first", "2001-02-03T01:00:00Z");
        add("second", "2001-02-04T01:00:00Z");
        Run run = Json.run(results.resolve("second/run.json"));
        Ratio ratio = Comparison.all(run).get(0).ratio();

        ResultsIndex.write(results);

        assertThat(Files.readString(results.resolve("index.html")))
                .contains("2001-02-04T01:00:00Z against 2001-02-03T01:00:00Z")
                .contains("within the spread")
                .contains(Figures.ratioSpread(ratio.median(), ratio.min(), ratio.max()) + " to " + ratio.peer());
    }

    @Test
    void aRunOfFiguresAloneIsSetAgainstNothing() throws IOException {
        add("first", "2001-02-03T01:00:00Z");
        add("second", "2001-02-04T01:00:00Z");
        add("figures", "2001-02-05T01:00:00Z");
        Path figures = results.resolve("figures/run.json");
        ObjectNode run = (ObjectNode) new ObjectMapper().readTree(figures.toFile());
        run.putArray("suites");
        Files.writeString(figures, run.toString());

        ResultsIndex.write(results);

        assertThat(Files.readString(results.resolve("index.html")))
                .contains("figures/index.html")
                .contains("2001-02-04T01:00:00Z against 2001-02-03T01:00:00Z")
                .doesNotContain("2001-02-05T01:00:00Z against")
                .doesNotContain("0 ahead, 0 level, 0 behind");
    }

    @Test
    void aRunOfChosenSuitesIsNotSetAgainstOneOfAll() throws IOException {
        add("first", "2001-02-03T01:00:00Z");
        add("second", "2001-02-04T01:00:00Z");
        add("chosen", "2001-02-05T01:00:00Z");
        Path chosen = results.resolve("chosen/run.json");
        ObjectNode run = (ObjectNode) new ObjectMapper().readTree(chosen.toFile());
        run.put("command", "mvn -Pbench verify -Dbench.only=spsc");
        Files.writeString(chosen, run.toString());

        ResultsIndex.write(results);

        assertThat(Files.readString(results.resolve("index.html")))
                .contains("chosen/index.html")
                .contains("2001-02-04T01:00:00Z against 2001-02-03T01:00:00Z")
                .doesNotContain("2001-02-05T01:00:00Z against");
    }

    @Test
    void onlyRoundsThatStandApartAreAChange() {
        Suite suite = Fixture.suiteNamed("SPSC");
        Run before = Fixture.runOf(List.of(with(suite, 1.0, 0.9, 1.1)));

        assertThat(Change.between(before, Fixture.runOf(List.of(with(suite, 1.3, 1.2, 1.4)))))
                .extracting(Change::verdict)
                .containsExactly("better");
        assertThat(Change.between(before, Fixture.runOf(List.of(with(suite, 0.8, 0.7, 0.85)))))
                .extracting(Change::verdict)
                .containsExactly("worse");
        assertThat(Change.between(before, Fixture.runOf(List.of(with(suite, 1.2, 1.05, 1.4)))))
                .extracting(Change::verdict)
                .containsExactly("within the spread");
    }

    @Test
    void aSingleRoundIsNotJudged() {
        Suite suite = Fixture.suiteNamed("SPSC");
        Run one = Fixture.runOf(List.of(with(suite, 1.0, 1.0, 1.0)));
        Run several = Fixture.runOf(List.of(with(suite, 1.3, 1.2, 1.4)));

        assertThat(Change.between(one, several)).extracting(Change::verdict).containsExactly("one round only");
        assertThat(Change.between(several, one)).extracting(Change::verdict).containsExactly("one round only");
    }

    private static Suite with(Suite suite, double median, double min, double max) {
        return Fixture.suiteWith(
                suite.contenders(), List.of(new Ratio("peer", Names.THROUGHPUT, median, min, max, "level", true)));
    }

    private void add(String name, String started) throws IOException {
        String run = Files.readString(Fixture.folder().resolve("run.json"))
                .replaceFirst("\"started\": \"[^\"]*\"", "\"started\": \"" + started + "\"");
        Files.writeString(Files.createDirectories(results.resolve(name)).resolve("run.json"), run);
    }
}
