package io.ringway.log;

import java.nio.file.Path;

/** The logs that keep the contract of {@link CommandLog}. */
enum LogKind {
    MEMORY {
        @Override
        CommandLog open(Path directory) {
            return new MemoryLog();
        }
    },
    SEGMENTS {
        @Override
        CommandLog open(Path directory) {
            return SegmentLog.open(directory, SegmentLogOptions.defaults().withSegmentBytes(4096));
        }
    };

    abstract CommandLog open(Path directory);
}
