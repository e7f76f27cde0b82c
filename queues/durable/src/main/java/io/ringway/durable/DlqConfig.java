package io.ringway.durable;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go that cannot be delivered.
 *
 * @param enabled whether they are kept; otherwise they are dropped and counted ({@code enabled}, true)
 * @param topic the queue that keeps them ({@code topic}, {@code $queue/dlq/<name>})
 * @param alertWebhook whom to tell, an {@code http} or {@code https} address, or null ({@code alert_webhook}, none).
 *     The engine has no network: it hands the address on with each {@link DeadLetterEvent}
 */
public record DlqConfig(
        boolean enabled, String topic, @Nullable URI alertWebhook) {

    /**
     * Makes a configuration.
     *
     * @param enabled whether dead letters are kept
     * @param topic the queue that keeps them
     * @param alertWebhook whom to tell
     * @throws InvalidConfigException if a value is out of range
     */
    public DlqConfig {
        QueueNames.requireConfigured("dlq_config.topic", topic);
        if (alertWebhook != null
                && !("http".equals(alertWebhook.getScheme()) || "https".equals(alertWebhook.getScheme()))) {
            throw new InvalidConfigException(
                    "dlq_config.alert_webhook", "must be an absolute http or https address: " + alertWebhook);
        }
    }
}
