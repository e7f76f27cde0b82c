package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.ForkSettings;
import io.ringway.benchmarks.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a program in a virtual machine of its own and reads the figures that it prints. */
final class ProgramRunner {

    private static final Duration HANG = Duration.ofSeconds(60);

    /** Its files belong on a disk: a temporary directory may be in memory, where a sync costs nothing. */
    private static final String DATA = "benchmarks/target/programs";

    private static final String JAR = "benchmarks/target/benchmarks.jar";
    private static final String BROKER_JAR = "queues/broker/target/ringway-broker.jar";

    private final Settings settings;
    private final Path root;
    private final Path log;

    /**
     * Makes a runner.
     *
     * @param root top of the work tree
     * @param log takes the output of all forks
     */
    ProgramRunner(Settings settings, Path root, Path log) {
        this.settings = settings;
        this.root = root;
        this.log = log;
    }

    /**
     * What a program printed.
     *
     * @param figures the figures by their names
     * @param disturbance what disturbed it, or empty
     */
    record Printed(Map<String, Double> figures, String disturbance) {}

    /** The command for somebody who wants to see it again, from the top of the work tree. */
    String command(Program program) {
        List<String> where = program.needsBroker() ? List.of() : List.of("--directory", DATA);
        String run = "java -cp " + JAR + " " + className(program) + " " + String.join(" ", arguments(program, where));
        String broker = "java -jar " + BROKER_JAR + " serve --data " + DATA;
        return program.needsBroker() ? broker + " & " + run.strip() : run.strip();
    }

    private static String className(Program program) {
        return ForkSettings.class.getPackageName() + "." + program.main();
    }

    private List<String> arguments(Program program, List<String> where) {
        List<String> arguments = new ArrayList<>(where);
        arguments.addAll(program.arguments(settings.full()));
        return arguments;
    }

    /**
     * Runs a program once.
     *
     * @throws ProgramException when it cannot be run, fails, hangs, or leaves out a figure
     */
    Printed run(Program program) throws IOException, InterruptedException, ProgramException {
        Optional<CpuTime> before = CpuTime.now();
        Path data = root.resolve(DATA);
        Map<String, Double> figures = new HashMap<>();
        List<String> output;
        if (program.needsBroker()) {
            Path jar = root.resolve(BROKER_JAR);
            if (!Files.exists(jar)) {
                throw new ProgramException("there is no " + BROKER_JAR + ": build it first (mvn -DskipTests package)");
            }
            try (BrokerProcess broker = BrokerProcess.start(jar, data)) {
                figures.put("start", broker.startMillis());
                output = fork(
                        program,
                        List.of(
                                "--port",
                                Integer.toString(broker.port()),
                                "--http-port",
                                Integer.toString(broker.httpPort())));
            }
        } else {
            output = fork(program, List.of("--directory", data.toString()));
        }
        Optional<CpuTime> after = CpuTime.now();
        output.forEach(line -> Load.read(line).ifPresent(figure -> figures.put(figure.getKey(), figure.getValue())));
        for (Program.Asked asked : program.asked()) {
            if (!figures.containsKey(asked.name())) {
                throw new ProgramException("it printed no " + asked.name());
            }
        }
        return new Printed(
                figures, before.isPresent() && after.isPresent() ? Disturbance.between(before.get(), after.get()) : "");
    }

    private List<String> fork(Program program, List<String> where)
            throws IOException, InterruptedException, ProgramException {
        List<String> command = new ArrayList<>();
        command.add(BrokerProcess.JAVA);
        command.addAll(ForkRunner.flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), className(program)));
        command.addAll(arguments(program, where));
        Path output = Files.createTempFile("ringway-program", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(
                    program.length(settings.full()).multipliedBy(3).plus(HANG).toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            Files.writeString(
                    log,
                    "==== " + program.id() + System.lineSeparator() + Files.readString(output),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            if (!ended) {
                throw new ProgramException("it did not end");
            }
            if (process.exitValue() != 0) {
                throw new ProgramException("it ended with " + process.exitValue() + ", see forks.log");
            }
            return Files.readAllLines(output);
        } finally {
            Files.delete(output);
        }
    }
}
