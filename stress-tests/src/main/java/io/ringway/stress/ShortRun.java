package io.ringway.stress;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
 * JCStress with one configuration a test.
 *
 * <p>JCStress itself has at least two on Java 17, with biased locking and without, although the queues lock nothing;
 * the start of a JVM takes longer than a short test. This runs each test once, in a JVM that compiles as it would by
 * default, so that many tests fit into little time. The options, the results and the exit code are those of JCStress.
 */
public final class ShortRun {

    private ShortRun() {}

    /**
     * Runs the tests.
     *
     * @param args options of JCStress
     * @throws Exception if JCStress fails, or a test does: then the JVM ends with exit code 1
     */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        if (!options.parse()) {
            throw new IllegalArgumentException("not options of JCStress: " + String.join(" ", args));
        }
        OSSupport.init();
        VMSupport.initFlags(options);
        Scheduler scheduler = new Scheduler(Topology.get(), options.getCPUCount());
        JCStress jcstress = new JCStress(options);
        List<TestConfig> configurations = configurations(options, scheduler, jcstress);
        options.printSettingsOn(System.out);

        ConsoleReportPrinter printer = new ConsoleReportPrinter(
                options, new PrintWriter(System.out, true, StandardCharsets.UTF_8), configurations.size());
        DiskWriteCollector disk = new DiskWriteCollector(options.getResultFile());
        SerializedBufferCollector sink = new SerializedBufferCollector(MuxCollector.of(printer, disk));
        TestExecutor executor = new TestExecutor(options.verbosity(), sink, scheduler);
        printer.setExecutor(executor);
        executor.runAll(configurations);
        sink.close();
        disk.close();
        printer.printFinishLine();
        jcstress.parseResults();
    }

    private static List<TestConfig> configurations(Options options, Scheduler scheduler, JCStress jcstress) {
        List<TestConfig> configurations = new ArrayList<>();
        for (String name : jcstress.getTests()) {
            TestInfo test = TestList.getInfo(name);
            // The first class of several: which cores of a large machine race matters less than that every test runs.
            List<SchedulingClass> placements =
                    scheduler.scheduleClasses(test.threads(), options.getCPUCount(), options.affinityMode());
            if (!placements.isEmpty()) {
                configurations.add(
                        new TestConfig(options, test, 0, options.getJvmArgs(), CompileMode.UNIFIED, placements.get(0)));
            }
        }
        Collections.shuffle(
                configurations); // a machine that is disturbed for a while doesn't always disturb the same tests
        return configurations;
    }
}
