package io.ringway.stress;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskWriteCollector;
import org.openjdk.jcstress.infra.collectors.MuxCollector;
import org.openjdk.jcstress.infra.collectors.SerializedBufferCollector;
import org.openjdk.jcstress.infra.grading.ConsoleReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * JCStress with one configuration a test, and bounded in time.
 *
 * <p>JCStress itself has at least two configurations on Java 17, with biased locking and without, although the queues
 * lock nothing; and to start a JVM takes longer than a short test. This runs each test once, in a JVM that compiles as
 * it would by default. It runs them in batches, and what the first ones took decides how much is left for the next. The
 * options, the results and the exit code are those of JCStress.
 */
public final class ShortRun {

    /** Tests between two looks at the clock. */
    private static final int BATCH = 12;

    /** Starting a JVM and warming up a test: measured on two cores, and only the first guess. */
    private static final long START_MILLIS = 850;

    private static final long LEAST_MILLIS = 100;
    private static final long MOST_MILLIS = 1000;

    private final String[] options;
    private final long end;
    private long startMillis = START_MILLIS;

    private ShortRun(long seconds, String... options) {
        this.options = options;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /**
     * Runs the tests.
     *
     * @param args the seconds that the tests may take together, and options of JCStress
     * @throws Exception if JCStress fails, or a test does: then the JVM ends with exit code 1
     */
    public static void main(String[] args) throws Exception {
        new ShortRun(Long.parseLong(args[0]), Arrays.copyOfRange(args, 1, args.length)).run();
    }

    private void run() throws Exception {
        Options parsed = parsed(LEAST_MILLIS);
        OSSupport.init();
        VMSupport.initFlags(parsed);
        Scheduler scheduler = new Scheduler(Topology.get(), parsed.getCPUCount());
        JCStress jcstress = new JCStress(parsed);
        List<String> tests = new ArrayList<>(jcstress.getTests());
        tests.removeIf(name -> placements(parsed, scheduler, name).isEmpty());
        Collections.shuffle(tests); // a machine that is disturbed for a while doesn't always disturb the same tests
        parsed.printSettingsOn(System.out);

        ConsoleReportPrinter printer = new ConsoleReportPrinter(
                parsed, new PrintWriter(System.out, true, StandardCharsets.UTF_8), tests.size());
        DiskWriteCollector disk = new DiskWriteCollector(parsed.getResultFile());
        SerializedBufferCollector sink = new SerializedBufferCollector(MuxCollector.of(printer, disk));
        for (int from = 0; from < tests.size(); from += BATCH) {
            List<String> batch = tests.subList(from, Math.min(from + BATCH, tests.size()));
            TestExecutor executor = new TestExecutor(parsed.verbosity(), sink, scheduler);
            printer.setExecutor(executor);
            runBatch(batch, tests.size() - from, scheduler, executor);
        }
        sink.close();
        disk.close();
        printer.printFinishLine();
        jcstress.parseResults();
    }

    private void runBatch(List<String> batch, int testsLeft, Scheduler scheduler, TestExecutor executor)
            throws IOException {
        long began = System.nanoTime();
        long millisLeft = TimeUnit.NANOSECONDS.toMillis(end - began);
        long millis = Math.max(LEAST_MILLIS, Math.min(MOST_MILLIS, millisLeft / testsLeft - startMillis));
        Options timed = parsed(millis);
        List<TestConfig> configurations = new ArrayList<>();
        for (String name : batch) {
            // The first placement of several: which cores of a large machine race matters less than that every test
            // runs.
            SchedulingClass placement = placements(timed, scheduler, name).get(0);
            configurations.add(new TestConfig(
                    timed, TestList.getInfo(name), 0, timed.getJvmArgs(), CompileMode.UNIFIED, placement));
        }
        executor.runAll(configurations);
        startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) / batch.size() - millis;
    }

    private Options parsed(long millis) throws IOException {
        List<String> all = new ArrayList<>(List.of("-iters", "1", "-time", String.valueOf(millis)));
        all.addAll(List.of(options));
        Options parsed = new Options(all.toArray(String[]::new));
        if (!parsed.parse()) {
            throw new IllegalArgumentException("not options of JCStress: " + String.join(" ", options));
        }
        return parsed;
    }

    private static List<SchedulingClass> placements(Options options, Scheduler scheduler, String name) {
        TestInfo test = TestList.getInfo(name);
        return scheduler.scheduleClasses(test.threads(), options.getCPUCount(), options.affinityMode());
    }
}
