package io.ringway.broker.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Somebody who can be asked. */
final class Terminal {

    private Terminal() {}

    /** The console, or null where input and output aren't a terminal: from Java 22 on there may be one all the same. */
    @SuppressWarnings("SystemConsoleNull")
    static @Nullable Console find() {
        Console console = System.console();
        if (console == null) {
            return null;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console) ? console : null;
        } catch (NoSuchMethodException e) {
            return console;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
