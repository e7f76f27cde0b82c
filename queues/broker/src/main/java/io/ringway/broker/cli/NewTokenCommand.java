package io.ringway.broker.cli;

import io.ringway.broker.security.Hashes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes a token. */
@Command(
        name = "new-token",
        description = "Prints a new token, which only its bearer should know, and what 'tokens: hash:' takes.",
        mixinStandardHelpOptions = true)
final class NewTokenCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        String token = Hashes.newToken();
        spec.commandLine().getOut().println("token: " + token);
        spec.commandLine().getOut().println("hash: " + Hashes.ofToken(token));
    }
}
