package io.ringway.broker.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringway.durable.DeadLetterEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts dead letters as JSON to the address that the queue's configuration names. Taking an event never blocks: where
 * too many wait, further ones are dropped and counted, like those that fail for good. Redirects are not followed, the
 * answer's body is not read, and no payload is sent.
 */
public final class DeadLetterWebhook implements Consumer<DeadLetterEvent>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWebhook.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_WAITING = 1_000;
    private static final int ATTEMPTS = 4;
    private static final int THREADS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();
    private final ScheduledThreadPoolExecutor sender;
    private final Duration firstPause;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** Makes a sender that waits for 1, 2 and 4 seconds between its attempts. */
    public DeadLetterWebhook() {
        this(Duration.ofSeconds(1));
    }

    DeadLetterWebhook(Duration firstPause) {
        this.firstPause = firstPause;
        sender = new ScheduledThreadPoolExecutor(THREADS, work -> {
            Thread thread = new Thread(work, "webhook");
            thread.setDaemon(true);
            return thread;
        });
        sender.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Returns how many events were delivered.
     *
     * @return answered with a status from 200 to 299
     */
    public long sent() {
        return sent.sum();
    }

    /**
     * Returns how many events were given up.
     *
     * @return events that failed four times, or found too many waiting
     */
    public long failed() {
        return failed.sum();
    }

    @Override
    public void accept(DeadLetterEvent event) {
        URI address = event.alertWebhook();
        if (address == null) {
            return;
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            failed.increment();
            return;
        }
        byte[] body = body(event);
        sender.execute(() -> send(address, body, 1));
    }

    private static byte[] body(DeadLetterEvent event) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event", "dead_letter");
        body.put("queue", event.queue());
        body.put("group", event.group());
        body.put("message_id", event.messageId());
        body.put("reason", event.reason().name().toLowerCase(Locale.ROOT));
        body.put("detail", event.detail());
        body.put("attempts", event.attempts());
        body.put("time", event.time().toString());
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(URI address, byte[] body, int attempt) {
        String problem;
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            int status = client.send(request, HttpResponse.BodyHandlers.replacing(""))
                    .statusCode();
            if (status >= 200 && status < 300) {
                waiting.decrementAndGet();
                sent.increment();
                return;
            }
            problem = "status " + status;
        } catch (IOException | IllegalArgumentException e) {
            problem = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (attempt == ATTEMPTS) {
            waiting.decrementAndGet();
            failed.increment();
            // The path and the query may hold a secret.
            LOG.warn("a dead letter could not be told to the webhook at {}: {}", address.getHost(), problem);
            return;
        }
        ScheduledFuture<?> unused = sender.schedule(
                () -> send(address, body, attempt + 1), firstPause.toMillis() << (attempt - 1), TimeUnit.MILLISECONDS);
    }

    /** Stops. What waits is not sent any more. */
    @Override
    public void close() {
        sender.shutdownNow();
    }
}
