package io.ringway.queues;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test that runs once with each {@link QueueKind} that is a {@code BlockingQueue}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(
        value = QueueKind.class,
        mode = EnumSource.Mode.EXCLUDE,
        names = {"SPSC"})
@interface EveryBlockingQueue {}
