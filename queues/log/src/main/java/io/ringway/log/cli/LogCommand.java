package io.ringway.log.cli;

import io.ringway.log.FileLayer;
import io.ringway.log.LogException;
import io.ringway.log.LogVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code log}: looks at the files of a log. It can be a subcommand of another one. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = "Looks at the files of a log.",
        synopsisSubcommandLabel = "COMMAND")
public final class LogCommand {

    /** Creates the command. */
    public LogCommand() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param arguments the arguments: {@code verify DIR}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LogCommand()).execute(arguments));
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Checks every checksum in a directory. Changes nothing.
     *
     * @param directory the directory of a log
     * @return 0 if the log is as it was written, 1 if it is damaged, 2 if it can't be read
     */
    @Command(
            mixinStandardHelpOptions = true,
            description = "Checks every segment, frame and snapshot in a directory, and changes nothing.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:the log is as it was written", "1:the log is damaged", "2:it cannot be read"})
    public int verify(@Parameters(paramLabel = "DIR", description = "the directory of a log") Path directory) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            LogVerifier.Report report = LogVerifier.verify(directory, FileLayer.disk());
            report.lines().forEach(out::println);
            out.flush();
            return report.problems().isEmpty() ? 0 : 1;
        } catch (LogException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(e.getMessage());
            err.flush();
            return 2;
        }
    }
}
