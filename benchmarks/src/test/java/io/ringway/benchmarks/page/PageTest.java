package io.ringway.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Fork;
import io.ringway.benchmarks.model.Ratio;
import io.ringway.benchmarks.model.Run;
import io.ringway.benchmarks.model.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import picocli.CommandLine;

class PageTest {

    @TempDir
    Path temp;

    @Test
    void everySuiteAndContenderIsOnThePage() throws Exception {
        Run run = Fixture.run();

        String text = parsed(pageOf(run)).getDocumentElement().getTextContent();

        for (Suite suite : run.suites()) {
            assertThat(text).contains(suite.title());
            for (Contender contender : suite.contenders()) {
                assertThat(text).contains(contender.name());
            }
        }
    }

    @Test
    void everyLosingRowIsNamedInTheVerdictAndInTheTable() throws Exception {
        Run run = Fixture.run();
        List<Comparison> losing =
                Comparison.all(run).stream().filter(Comparison::behind).toList();

        Document page = parsed(pageOf(run));

        assertThat(losing).isNotEmpty();
        String verdict = sectionOf(page, "verdict").getTextContent();
        String table = sectionOf(page, "ratios").getTextContent();
        for (Comparison row : losing) {
            assertThat(verdict).contains(row.name());
            assertThat(table).contains(Names.suite(row.suite()));
        }
        assertThat(table.split("behind", -1)).hasSize(losing.size() + 1);
    }

    @Test
    void aRowBelowItsFloorIsNamedThoughItIsNotBehind() throws Exception {
        Ratio ratio = new Ratio("JDK Peer", "throughput", 1.0, 0.9, 1.1, "level", true);
        Suite suite = Fixture.suiteWith(List.of(), List.of(ratio));
        Suite higherFloor = new Suite(
                suite.id(),
                suite.title(),
                suite.queue(),
                suite.shape(),
                suite.kind(),
                suite.unit(),
                true,
                false,
                1.5,
                2.0,
                suite.contenders(),
                suite.others(),
                suite.ratios(),
                "");

        String verdict = sectionOf(parsed(pageOf(Fixture.runOf(List.of(higherFloor)))), "verdict")
                .getTextContent();

        assertThat(verdict).contains("below the floor", "Made up, 1p1c (1.00× to JDK Peer)");
    }

    @Test
    void figuresWithoutAPeerStandBesideTheirMarks() throws Exception {
        Run run = Fixture.runOf(
                List.of(),
                List.of(
                        Fixture.figureOf("Reaches the goal", true, 150.0, 210.0, 250.0),
                        Fixture.figureOf("Reaches the floor", true, 150.0),
                        Fixture.figureOf("Misses, as less is better", false, 150.0, 500.0),
                        Fixture.figureOf("Gave nothing", true)));

        Document page = parsed(pageOf(run));

        List<String> rows = new ArrayList<>();
        for (Element row : elements(page, "tr")) {
            rows.add(row.getTextContent().strip());
        }
        assertThat(rows)
                .anyMatch(row -> row.matches(
                        "Reaches the goal210 messages/s .150 .. 250.100 messages/s / 200 messages/shalf of itgoal.*"))
                .anyMatch(row -> row.startsWith("Reaches the floor150 messages/s") && row.contains("floor reached"))
                .anyMatch(row -> row.startsWith("Misses") && row.contains("below the floor"))
                .anyMatch(row -> row.startsWith("Gave nothing") && row.contains("failed it did not end"));
        assertThat(sectionOf(page, "verdict").getTextContent())
                .contains("4 figures without a peer: 2 at or above the floor, 1 of them at the goal.")
                .contains("Missed: Misses, as less is better (below the floor); Gave nothing (failed).");
        assertThat(sectionOf(page, "figures").getTextContent()).containsOnlyOnce("java -jar made-up.jar");
    }

    @Test
    void aRunFromBeforeThereWereFiguresHasAPage() throws Exception {
        assertThat(sectionOf(parsed(pageOf(Fixture.run())), "figures").getTextContent())
                .contains("Not measured in this run");
    }

    @Test
    void thePageNeedsNothingFromElsewhere() throws Exception {
        Document page = parsed(pageOf(Fixture.run()));

        List<String> references = new ArrayList<>();
        for (Element element : elements(page, "*")) {
            for (String attribute : List.of("src", "srcset", "href")) {
                if (element.hasAttribute(attribute)) {
                    references.add(element.getAttribute(attribute));
                }
            }
            assertThat(element.getTagName()).isNotIn("script", "iframe", "object");
        }

        assertThat(references)
                .isNotEmpty()
                .allMatch(reference ->
                        reference.startsWith("data:") || reference.startsWith("#") || reference.equals("run.json"));
        for (Element style : elements(page, "style")) {
            assertThat(style.getTextContent()).doesNotContain("url(", "@import");
        }
    }

    @Test
    void picturesNeedNothingFromElsewhereAndAreDescribed() throws Exception {
        Document page = parsed(pageOf(Fixture.run()));

        for (Element image : elements(page, "img")) {
            String svg = new String(
                    Base64.getDecoder().decode(image.getAttribute("src").replaceFirst("^[^,]*,", "")),
                    StandardCharsets.UTF_8);
            assertThat(svg.replaceAll("xmlns(:\\w+)?=\"[^\"]*\"", "")).doesNotContain("http");
            assertThat(parsed(svg).getDocumentElement().hasAttribute("viewBox")).isTrue();
            assertThat(image.getAttribute("alt")).isNotBlank();
        }
    }

    @Test
    void everyPictureIsAlsoAFileInBothLooks() throws IOException {
        pageOf(Fixture.run());

        try (Stream<Path> files = Files.list(temp)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            assertThat(names).contains("ratios-light.svg", "ratios-dark.svg", "ratios-narrow-light.svg");
            assertThat(names.stream().filter(name -> name.endsWith("-light.svg")))
                    .allMatch(name -> names.contains(name.replace("-light", "-dark")));
        }
    }

    @Test
    void everyHeaderOfATableSaysWhatItHeads() throws Exception {
        assertThat(elements(parsed(pageOf(Fixture.run())), "th"))
                .isNotEmpty()
                .allMatch(header -> header.hasAttribute("scope"));
    }

    @Test
    void hostileNamesStayText() throws Exception {
        String hostile = "<script>alert('x')</script>\" onload=\"y\" &amp; {{name}} ]]>";

        String html = pageOf(
                Fixture.runOf(List.of(Fixture.suiteNamed(hostile)), List.of(Fixture.figureOf(hostile, true, 1.0))));

        assertThat(html).doesNotContain("<script", "\" onload=");
        assertThat(parsed(html).getDocumentElement().getTextContent()).contains(hostile);
    }

    @Test
    void whatWasNotRunIsSaid() throws Exception {
        Document page = parsed(pageOf(Fixture.run()));

        assertThat(sectionOf(page, "verdict").getTextContent()).contains("JCStress: not run", "Lincheck: not run");
        assertThat(sectionOf(page, "correctness").getTextContent())
                .contains("JCStress was not run with this run", "Lincheck was not run with this run");
    }

    @Test
    void testsThatCouldNotRunAreNotAmongThePassed() throws Exception {
        Path dir = Fixture.copyTo(temp.resolve("run"));

        Page.write(Fixture.run(), dir);

        String correctness = sectionOf(parsed(Files.readString(dir.resolve("index.html"))), "correctness")
                .getTextContent();
        assertThat(correctness)
                .contains("12 passed, 0 failed, 1 not run here")
                .contains("needs 4 processors, 2 are there")
                .contains("2 passed, 0 failed, 0 not run here");
    }

    @Test
    void aFailedTestIsNotFoldedAway() throws Exception {
        Path dir = Files.createDirectories(temp.resolve("run/correctness"));
        Files.writeString(dir.resolve("jcstress.json"), """
                [{"test": "Race", "actors": 2, "samples": 1000, "forbidden": 3, "outcome": "failed", "reason": "lost"}]
                """);

        Page.write(Fixture.run(), temp.resolve("run"));

        Document page = parsed(Files.readString(temp.resolve("run/index.html")));
        assertThat(sectionOf(page, "verdict").getTextContent()).contains("JCStress: 0 passed, 1 failed");
        assertThat(sectionOf(page, "correctness")
                        .getElementsByTagName("details")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("open"))
                .isNotNull();
    }

    @Test
    void disturbedForksAreListedWithTheirReason() throws Exception {
        Fork disturbed = new Fork(1, 3, true, "something else ran", List.of(), List.of(), List.of());
        Fork repeat = new Fork(1, 5, false, "", List.of(), List.of(), List.of());
        Contender ours = new Contender(
                "Ringway Q", true, "spin", List.of(disturbed, repeat), 5, 5, 5, -1, List.of(), List.of(), -1);

        Document page = parsed(pageOf(Fixture.runOf(List.of(Fixture.suiteWith(List.of(ours), List.of())))));

        assertThat(sectionOf(page, "rule").getTextContent())
                .contains("1 of 2 forks were disturbed", "something else ran", "its repeat counts");
        assertThat(sectionOf(page, "forks").getTextContent()).contains("1 of 2");
    }

    @Test
    void aRunWithoutSuitesHasAPage() throws Exception {
        String text =
                parsed(pageOf(Fixture.runOf(List.of()))).getDocumentElement().getTextContent();

        assertThat(text).contains("Nothing was compared in this run");
    }

    @Test
    void aSuiteWithoutContendersHasARow() throws Exception {
        String text = parsed(pageOf(Fixture.runOf(List.of(Fixture.suiteWith(List.of(), List.of())))))
                .getDocumentElement()
                .getTextContent();

        assertThat(text).contains("Made up");
    }

    @Test
    void figuresThatCannotBeDrawnDoNotBreakThePage() throws Exception {
        Fork fork = new Fork(1, 0, false, "", List.of(), List.of(), List.of());
        Contender ours = new Contender("Ringway Q", true, "", List.of(fork), 0, 0, 0, -1, List.of(), List.of(), -1);
        Ratio ratio = new Ratio("JDK Q", "throughput", Double.POSITIVE_INFINITY, Double.NaN, Double.NaN, "level", true);

        String html = pageOf(Fixture.runOf(List.of(Fixture.suiteWith(List.of(ours), List.of(ratio)))));

        assertThat(parsed(html).getDocumentElement().getTextContent()).contains("not measured");
    }

    @Test
    void theSameResultGivesTheSamePage() throws IOException {
        assertThat(pageOf(Fixture.run())).isEqualTo(pageOf(Fixture.run()));
    }

    @Test
    void theCommandWritesThePageAndTheListAndEndsWithItsPath() throws IOException {
        Path results = temp.resolve("results");
        Path dir = Fixture.copyTo(results.resolve("made-up"));
        StringWriter out = new StringWriter();

        int code = command(out, new StringWriter()).execute(dir.toString(), "--results", results.toString());

        assertThat(code).isZero();
        assertThat(out.toString().strip()).endsWith("index.html");
        assertThat(dir.resolve("index.html")).exists();
        assertThat(Files.readString(results.resolve("index.html"))).contains("made-up/index.html");
    }

    @Test
    void theCommandTakesReportsOfCorrectnessFromElsewhere() throws IOException {
        Path dir = Files.createDirectories(temp.resolve("run"));
        Files.copy(Fixture.folder().resolve("run.json"), dir.resolve("run.json"));

        command(new StringWriter(), new StringWriter())
                .execute(
                        dir.toString(),
                        "--correctness",
                        Fixture.folder().resolve("correctness").toString());

        assertThat(Files.readString(dir.resolve("index.html"))).contains("12 passed, 0 failed, 1 not run here");
    }

    @Test
    void aFolderWithoutARunIsRefusedByName() {
        StringWriter err = new StringWriter();

        int code = command(new StringWriter(), err).execute(temp.toString());

        assertThat(code).isNotZero();
        assertThat(err.toString()).contains(temp.resolve("run.json").toString()).doesNotContain("\tat ");
    }

    @Test
    void aBrokenRunIsRefusedByName() throws IOException {
        Path file = Files.writeString(temp.resolve("run.json"), "{\"schema\":");
        StringWriter err = new StringWriter();

        int code = command(new StringWriter(), err).execute(temp.toString());

        assertThat(code).isNotZero();
        assertThat(err.toString()).contains(file.toString()).doesNotContain("\tat ");
    }

    private String pageOf(Run run) throws IOException {
        Page.write(run, temp);
        return Files.readString(temp.resolve("index.html"));
    }

    private static CommandLine command(StringWriter out, StringWriter err) {
        return Page.command().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    private static Document parsed(String html) throws ParserConfigurationException, IOException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.replaceFirst("^<!DOCTYPE html>", ""))));
    }

    private static Element sectionOf(Document page, String heading) {
        return elements(page, "section").stream()
                .filter(section -> section.getAttribute("aria-labelledby").equals(heading))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> elements(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
