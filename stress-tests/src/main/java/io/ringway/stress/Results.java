package io.ringway.stress;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;
import org.openjdk.jcstress.infra.grading.TestGrading;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.util.TestLineReader;

/** Reads what JCStress wrote: its list of tests, and its results. */
final class Results {

    private static final String RESULTS = "jcstress-results-*.bin.gz";

    private Results() {}

    /** Returns the tests on the class path, by name. */
    static List<Listed> listed() {
        return TestList.tests().stream()
                .sorted()
                .map(name -> new Listed(name, TestList.getInfo(name).threads()))
                .toList();
    }

    /** Returns the names of the tests in a list that is not on the class path. */
    static List<String> names(Path list) throws IOException {
        return Files.readAllLines(list).stream()
                .map(TestLineReader::new)
                .filter(TestLineReader::isCorrect)
                .map(TestLineReader::nextString)
                .sorted()
                .toList();
    }

    /** Returns what was recorded in directories, by the name of the test. Nothing recorded is an empty map. */
    static Map<String, Observed> observed(List<Path> directories) throws IOException {
        List<TestResult> results = new ArrayList<>();
        for (Path directory : directories) {
            results.addAll(read(directory));
        }
        Map<String, Integer> configurations = new TreeMap<>();
        results.forEach(result -> configurations.merge(result.getName(), 1, Integer::sum));
        Map<String, Observed> observed = new TreeMap<>();
        for (TestResult result : ReportUtils.mergedByName(results)) {
            observed.put(result.getName(), graded(result, configurations.getOrDefault(result.getName(), 0)));
        }
        return observed;
    }

    /** Returns the names of the tests of which something was recorded in a directory. */
    static Set<String> recorded(Path directory) throws IOException {
        return read(directory).stream().map(TestResult::getName).collect(Collectors.toSet());
    }

    /** Returns the samples that were recorded in a directory, whatever the tests. */
    static long samples(Path directory) throws IOException {
        return read(directory).stream().mapToLong(TestResult::getTotalCount).sum();
    }

    private static Observed graded(TestResult result, int configurations) {
        TestGrading grading = result.grading();
        List<Observed.State> states = grading.gradingResults.values().stream()
                .map(state -> new Observed.State(state.id, state.expect.name(), state.count, state.description))
                .toList();
        List<String> remarks = new ArrayList<>(grading.failureMessages);
        if (result.status() != Status.NORMAL) {
            remarks.add(result.status().toString());
            result.getMessages().stream()
                    .filter(message -> !message.isBlank())
                    .limit(1)
                    .forEach(remarks::add);
        }
        boolean clean = result.status() == Status.NORMAL && grading.isPassed;
        return new Observed(result.getName(), configurations, clean, states, List.copyOf(remarks));
    }

    private static Collection<TestResult> read(Path directory) throws IOException {
        InProcessCollector collector = new InProcessCollector();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, RESULTS)) {
            for (Path file : files) {
                read(file, collector);
            }
        }
        return collector.getTestResults().stream()
                .sorted(Comparator.comparing(TestResult::getName))
                .toList();
    }

    private static void read(Path file, InProcessCollector collector) throws IOException {
        try {
            DiskReadCollector reader = new DiskReadCollector(file.toString(), collector);
            try {
                reader.dump();
            } finally {
                reader.close();
            }
        } catch (EOFException e) {
            // A run that was stopped leaves a file without an end. The tests behind it count as not in the results.
            System.out.println("[gate] " + file + " ends early");
        } catch (ClassNotFoundException e) {
            throw new IOException(file + " is not of this version of JCStress", e);
        }
    }
}
