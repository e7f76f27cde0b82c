package io.ringway.broker.cli;

import io.ringway.broker.security.Hashes;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the hash of a password. */
@Command(
        name = "hash-password",
        description =
                "Asks for a password, or reads a line of standard input, and prints what 'users: password:' takes.",
        mixinStandardHelpOptions = true)
final class HashPasswordCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        String password;
        Console console = Terminal.find();
        if (console != null) {
            char[] first = console.readPassword("Password: ");
            char[] second = console.readPassword("Again: ");
            if (first == null || !Arrays.equals(first, second)) {
                throw new CliException("the passwords differ");
            }
            password = new String(first);
        } else {
            try {
                password = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            } catch (IOException e) {
                throw new CliException("the password cannot be read: " + e.getMessage());
            }
        }
        try {
            spec.commandLine()
                    .getOut()
                    .println(Hashes.ofPassword((password == null ? "" : password).getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }
}
