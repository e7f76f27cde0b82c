package io.ringway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests and answers over ordinary topics of a real broker. */
class RequestResponseTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Mqtt5AsyncClient asking = Clients.connected(Brokers.hivemq());
    private final Mqtt5AsyncClient answering = Clients.connected(Brokers.hivemq());
    private final String topic = "requests/" + UUID.randomUUID();
    private final String answers = "answers/" + UUID.randomUUID();

    @AfterEach
    void disconnect() {
        asking.disconnect().join();
        answering.disconnect().join();
    }

    private static CompletableFuture<byte[]> upperCase(Mqtt5Publish request) {
        return CompletableFuture.completedFuture(
                text(request).toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }

    private static String text(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), UTF_8);
    }

    @Test
    void eachAnswerComesBackToItsRequest() {
        try (Responder responder = new Responder(answering, topic, RequestResponseTest::upperCase);
                Requester requester = new Requester(asking, answers, 10, LONG)) {
            responder.ready().join();
            CompletableFuture<Mqtt5Publish> first = requester.request(topic, "a".getBytes(UTF_8));
            CompletableFuture<Mqtt5Publish> second = requester.request(topic, "b".getBytes(UTF_8));
            assertThat(text(first.join())).isEqualTo("A");
            assertThat(text(second.join())).isEqualTo("B");
        }
    }

    @Test
    void aRequestThatNobodyAnswersTimesOutAndMakesRoom() {
        try (Requester requester = new Requester(asking, answers, 1, Duration.ofMillis(50))) {
            assertThatThrownBy(requester.request(topic, new byte[0])::join).hasCauseInstanceOf(TimeoutException.class);
            assertThatThrownBy(requester.request(topic, new byte[0])::join).hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void moreRequestsThanMayWaitAreRefused() {
        try (Requester requester = new Requester(asking, answers, 1, LONG)) {
            CompletableFuture<Mqtt5Publish> waits = requester.request(topic, new byte[0]);
            assertThatThrownBy(requester.request(topic, new byte[0])::join)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("maxPending");
            assertThat(waits).isNotDone();
        }
    }

    @Test
    void closingFailsWhatWaitsAndWhatComesLater() {
        Requester requester = new Requester(asking, answers, 10, LONG);
        CompletableFuture<Mqtt5Publish> waits = requester.request(topic, new byte[0]);
        requester.close();
        requester.close();
        assertThatThrownBy(waits::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(requester.request(topic, new byte[0])::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aFailedHandlerAnswersNothingAndTheNextRequestIsServed() {
        try (Responder responder = new Responder(answering, topic, request -> {
                    if (text(request).equals("bad")) {
                        throw new IllegalArgumentException("bad");
                    }
                    return upperCase(request);
                });
                Requester requester = new Requester(asking, answers, 10, LONG)) {
            responder.ready().join();
            CompletableFuture<Mqtt5Publish> bad = requester.request(topic, "bad".getBytes(UTF_8));
            assertThat(text(requester.request(topic, "good".getBytes(UTF_8)).join()))
                    .isEqualTo("GOOD");
            assertThat(bad).isNotDone();
        }
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Requester(asking, answers, 0, LONG))
                .withMessageContaining("maxPending");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Requester(asking, answers, 1, Duration.ZERO))
                .withMessageContaining("timeout");
    }
}
