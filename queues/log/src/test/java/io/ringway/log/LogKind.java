package io.ringway.log;

import java.nio.file.Path;

/** The logs that keep the contract of {@link CommandLog}. */
enum LogKind {
    MEMORY {
        @Override
        CommandLog open(Path directory) {
            return new MemoryLog();
        }
    };

    abstract CommandLog open(Path directory);
}
