package io.ringway.broker.http;

import io.ringway.broker.security.QueuePattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What operators and their machines ask for. */
final class OperationRoutes {

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final BooleanSupplier ready;
    private final Supplier<String> figures;

    OperationRoutes(BooleanSupplier ready, Supplier<String> figures) {
        this.ready = ready;
        this.figures = figures;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/health/live", true, call -> Answer.ok(Map.of("status", "up"))),
                new Route("GET", "/health/ready", true, this::ready),
                new Route("GET", "/openapi.json", true, call -> new Answer(200, openApi())),
                new Route("GET", "/metrics", this::metrics));
    }

    private Answer ready(Call call) {
        return ready.getAsBoolean() ? Answer.ok(Map.of("status", "up")) : new Answer(503, Map.of("status", "down"));
    }

    private Answer metrics(Call call) {
        // The figures name every queue.
        call.require(QueuePattern.ALL.text());
        return new Answer(200, METRICS_TYPE, figures.get().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] openApi() {
        try (InputStream in = Objects.requireNonNull(OperationRoutes.class.getResourceAsStream("/openapi.json"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
