/**
 * A crash-safe segment log, and the bounded spool that stands on it. Nothing but the JDK is needed at run time; the
 * command line needs picocli.
 */
module io.ringway.log {
    requires static org.jspecify;
    requires static info.picocli;

    exports io.ringway.log;
    exports io.ringway.log.cli;

    opens io.ringway.log.cli to
            info.picocli;
}
