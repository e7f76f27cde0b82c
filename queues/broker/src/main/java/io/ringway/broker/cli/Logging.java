package io.ringway.broker.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.ringway.broker.config.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets the log up: to standard error, because standard output is for what a command is asked for. */
final class Logging {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg%n";

    private Logging() {}

    /** For commands whose errors are told otherwise. */
    static void quiet() {
        start(LogFormat.TEXT, Level.OFF);
    }

    static void start(LogFormat format) {
        start(format, Level.INFO);
    }

    private static void start(LogFormat format, Level level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(format, context));
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        // Each of them tells a dozen lines of a start that goes well.
        for (String name :
                new String[] {"com.hivemq", "org.eclipse.jetty", "jetbrains.exodus", "io.netty", "io.grpc"}) {
            context.getLogger(name).setLevel(level == Level.OFF ? Level.OFF : Level.WARN);
        }
    }

    private static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
        if (format == LogFormat.JSON) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.setWithFormattedMessage(true);
            encoder.setWithMessage(false);
            encoder.setWithArguments(false);
            encoder.setWithSequenceNumber(false);
            encoder.setWithNanoseconds(false);
            encoder.setWithContext(false);
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }
}
