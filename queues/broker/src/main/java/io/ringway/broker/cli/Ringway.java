package io.ringway.broker.cli;

import io.ringway.log.cli.LogCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ringway}. */
@Command(
        name = "ringway",
        description = "Durable queues over MQTT 5.",
        mixinStandardHelpOptions = true,
        versionProvider = Ringway.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            QueuesCommand.class,
            PublishCommand.class,
            ConsumeCommand.class,
            LogCommand.class,
            HashPasswordCommand.class,
            NewTokenCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:failed; the message says why", "2:the command line makes no sense"})
public final class Ringway {

    /** Creates the command. */
    public Ringway() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param arguments the arguments
     */
    public static void main(String[] arguments) {
        Logging.quiet();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Ringway())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    if (exception instanceof CliException) {
                        command.getErr().println(command.getColorScheme().errorText(exception.getMessage()));
                        return command.getCommandSpec().exitCodeOnExecutionException();
                    }
                    throw exception;
                });
    }

    /** The version in the manifest of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Ringway.class.getPackage().getImplementationVersion();
            return new String[] {"ringway " + (version == null ? "(not packaged)" : version)};
        }
    }
}
