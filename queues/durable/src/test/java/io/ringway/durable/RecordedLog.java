package io.ringway.durable;

import io.ringway.log.CommandLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps every batch that was appended to a log, and what each sync made durable. */
final class RecordedLog {

    /** A batch. */
    record Frame(byte[] bytes, long position) {}

    /** After so many operations on files, so many batches were durable. */
    record Synced(int steps, int frames) {}

    final List<Frame> frames = Collections.synchronizedList(new ArrayList<>());
    final List<Synced> syncs = Collections.synchronizedList(new ArrayList<>());
    private final RecordedFiles files;

    RecordedLog(RecordedFiles files) {
        this.files = files;
    }

    /** How many batches a power cut after so many operations must leave. */
    int durable(int steps) {
        int durable = 0;
        for (Synced each : syncs) {
            if (each.steps <= steps) {
                durable = Math.max(durable, each.frames);
            }
        }
        return durable;
    }

    CommandLog around(CommandLog log) {
        return (CommandLog) Proxy.newProxyInstance(
                CommandLog.class.getClassLoader(), new Class<?>[] {CommandLog.class}, (proxy, method, arguments) -> {
                    int appended = frames.size();
                    Object result;
                    try {
                        result = method.invoke(log, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().equals("sync")) {
                        syncs.add(new Synced(files.steps(), appended));
                    } else if (method.getName().equals("append")) {
                        ByteBuffer batch = (ByteBuffer) arguments[0];
                        byte[] bytes = new byte[batch.remaining()];
                        batch.duplicate().get(bytes);
                        frames.add(new Frame(bytes, (long) result));
                    }
                    return result;
                });
    }
}
