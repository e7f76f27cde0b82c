package io.ringway.broker;

import io.ringway.broker.http.HttpFront;
import io.ringway.broker.metrics.BrokerMetrics;
import io.ringway.broker.security.Credentials;
import io.ringway.broker.webhook.DeadLetterWebhook;
import io.ringway.durable.DurableOptions;
import io.ringway.durable.DurableQueues;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a broker is made of, whoever runs its HiveMQ. Closes the newest part first. */
final class Parts implements AutoCloseable {

    private final BrokerConfig config;
    private final Credentials credentials;
    private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean ready = new AtomicBoolean();
    private final DeadLetterWebhook webhook = add(new DeadLetterWebhook());
    private final DurableQueues queues;

    private Parts(BrokerConfig config) {
        this.config = config;
        credentials = new Credentials(config.users(), config.tokens());
        try {
            queues = add(DurableQueues.open(
                    config.data().resolve("queues"),
                    DurableOptions.builder().onDeadLetter(webhook).build()));
            add(new StorageWatch(queues));
        } catch (RuntimeException | Error e) {
            close(e);
            throw e;
        }
    }

    /** Opens the engine. */
    static Parts open(BrokerConfig config) {
        return new Parts(config);
    }

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    DurableQueues queues() {
        return queues;
    }

    /** Whether there is nobody to be told from others. */
    boolean isOpen() {
        return config.users().isEmpty() && config.tokens().isEmpty();
    }

    Credentials credentials() {
        return credentials;
    }

    Callers callers() {
        return isOpen() ? Callers.OPEN : credentials;
    }

    BrokerMetrics metrics() {
        BrokerMetrics metrics = add(new BrokerMetrics(queues));
        metrics.counter("ringway.webhook.sent", "Dead letters that a webhook was told of", webhook::sent);
        metrics.counter("ringway.webhook.failed", "Dead letters that no webhook took", webhook::failed);
        return metrics;
    }

    HttpFront http(BrokerMetrics metrics) {
        return add(HttpFront.start(
                queues,
                callers(),
                metrics::latency,
                config.limits(),
                () -> ready.get() && queues.storageFailure().isEmpty(),
                metrics::scrape,
                config.tls(),
                config.bind(),
                config.ports().http()));
    }

    /** Tells who asks for its health that everything has started; it is the first to end. */
    void ready() {
        add(() -> ready.set(false));
        ready.set(true);
    }

    @Override
    public void close() {
        close(null);
    }

    /** Closes each of them whatever the others do; throws what the first failure was, unless there is a cause. */
    void close(@Nullable Throwable cause) {
        Throwable failure = cause;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (cause == null && failure != null) {
            throw new IllegalStateException("the broker has not stopped cleanly: " + failure.getMessage(), failure);
        }
    }
}
