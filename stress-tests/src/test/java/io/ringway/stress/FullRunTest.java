package io.ringway.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class FullRunTest {

    private static final List<String> OPTIONS = List.of("-m", "sanity", "-pth", "false", "-hs", "64");
    private static final String TEST = "io.ringway.stress.jcstress.OfferPollEmpty.Spsc";
    private static final Path CLASSES = Path.of("target", "classes");

    @TempDir
    Path directory;

    /** Without the canaries, whose list of tests stands in the test classes. */
    private static String classPath() {
        String all = System.getProperty("java.class.path");
        return all.replace(Path.of("target", "test-classes").toAbsolutePath().toString(), CLASSES.toString());
    }

    private FullRun runOf(List<String> options, String... tests) throws IOException {
        return FullRun.in(classPath(), directory, options, List.of(tests));
    }

    @Test
    void aPartThatHasPassedIsNotRunAgain() throws Exception {
        assumeThat(Runtime.getRuntime().availableProcessors())
                .as("processors, of which JCStress needs one for each actor")
                .isGreaterThan(1);
        FullRun first = runOf(OPTIONS, TEST);
        assertThat(first.left()).containsExactly(0);
        assertThat(first.run()).isZero();
        assertThat(Results.recorded(first.directories().get(0))).containsExactly(TEST);

        FullRun again = runOf(OPTIONS, TEST);
        assertThat(again.left()).isEmpty();
        assertThat(again.run()).isZero();
        assertThat(Results.recorded(again.directories().get(0))).containsExactly(TEST);
    }

    @Test
    void aPartOfWhichATestWasNotRunIsLeft() throws Exception {
        FullRun run = runOf(OPTIONS, TEST, "io.ringway.stress.jcstress.NoSuchTest");
        run.run();
        assertThat(run.left()).containsExactly(0);
    }

    @Test
    void whatOtherOptionsLeftIsNeitherUsedNorKept() throws Exception {
        FullRun run = runOf(OPTIONS, TEST);
        Files.createDirectories(run.directories().get(0));
        Files.createFile(run.directories().get(0).resolve("passed"));
        assertThat(runOf(OPTIONS, TEST).left()).isEmpty();

        assertThat(runOf(List.of("-m", "quick"), TEST).left()).containsExactly(0);
        assertThat(runOf(OPTIONS, TEST).left()).containsExactly(0);
    }
}
