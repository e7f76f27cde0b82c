/** A crash-safe segment log, and the bounded spool that stands on it. Nothing but the JDK is needed at run time. */
module io.ringway.log {
    requires static org.jspecify;

    exports io.ringway.log;
}
