package io.ringway.durable;

import io.ringway.log.CommandLog;
import io.ringway.log.LogException;
import io.ringway.log.MemoryLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A log in memory whose sync waits at a gate, or fails. */
final class GatedLog {

    final MemoryLog memory = new MemoryLog();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch arrived = new CountDownLatch(0);
    volatile boolean failing;
    volatile RuntimeException appendFailure;

    void shut() {
        arrived = new CountDownLatch(1);
        gate = new CountDownLatch(1);
    }

    boolean isShut() {
        return gate.getCount() > 0;
    }

    void open() {
        gate.countDown();
    }

    /** Returns when a sync waits at the gate. */
    void awaitSync() throws InterruptedException {
        if (!arrived.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no sync came");
        }
    }

    CommandLog log() {
        return (CommandLog) Proxy.newProxyInstance(
                CommandLog.class.getClassLoader(), new Class<?>[] {CommandLog.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sync")) {
                        arrived.countDown();
                        gate.await();
                        if (failing) {
                            throw new LogException("the disk is broken", null);
                        }
                    }
                    if (method.getName().equals("append") && appendFailure != null) {
                        throw appendFailure;
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
