package io.ringway.queues.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child JVM did.
 *
 * @param exitCode its exit code
 * @param out the lines on its standard output
 * @param err the lines on its standard error
 */
record ChildJvm(int exitCode, List<String> out, List<String> err) {

    /** Variables that would add flags of their own, and a line on standard error. */
    private static final List<String> FLAG_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /**
     * Runs {@code java} with these arguments to its end. Its output goes to files in {@code folder}: a full pipe would
     * stop it.
     */
    static ChildJvm run(Jdk jdk, Path folder, List<String> arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "child", ".out");
        Path err = Files.createTempFile(folder, "child", ".err");
        List<String> command = new ArrayList<>();
        command.add(jdk.java().toString());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(FLAG_VARIABLES);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            int exitCode = process.waitFor();
            return new ChildJvm(exitCode, Files.readAllLines(out), Files.readAllLines(err));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns everything it printed, for the message of a failed assertion. */
    String report() {
        return "exit code " + exitCode + "\n" + String.join("\n", out) + "\n" + String.join("\n", err);
    }
}
