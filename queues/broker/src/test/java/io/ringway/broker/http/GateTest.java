package io.ringway.broker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringway.broker.BrokerConfig;
import io.ringway.broker.Callers;
import io.ringway.broker.Latency;
import io.ringway.broker.security.Credentials;
import io.ringway.broker.security.Hashes;
import io.ringway.broker.security.QueuePattern;
import io.ringway.broker.security.Token;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.QueueConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    private static final String QUEUE = "$queue/a/b";
    private static final BrokerConfig.Limits LIMITS =
            new BrokerConfig.Limits(10, 1 << 20, 12, 4 << 10, 8 << 10, Duration.ofSeconds(20), 20);

    @TempDir
    static Path data;

    private static DurableQueues queues;
    private static HttpFront open;
    private static HttpFront guarded;
    private static Rest rest;
    private static Rest tokens;
    private static final String ALL = Hashes.newToken();
    private static final String SOME = Hashes.newToken();

    @BeforeAll
    static void start() {
        queues = DurableQueues.open(data);
        queues.create(QueueConfig.of(QUEUE));
        open = front(Callers.OPEN);
        guarded = front(new Credentials(
                List.of(),
                List.of(
                        new Token("all", Hashes.ofToken(ALL), List.of(QueuePattern.ALL)),
                        new Token("some", Hashes.ofToken(SOME), List.of(new QueuePattern("$queue/a/#"))))));
        rest = new Rest(open.port());
        tokens = new Rest(guarded.port());
    }

    private static HttpFront front(Callers callers) {
        return HttpFront.start(
                queues, callers, queue -> Latency.NONE, LIMITS, () -> true, () -> "figures 1\n", null, "127.0.0.1", 0);
    }

    @AfterAll
    static void stop() {
        open.close();
        guarded.close();
        queues.close();
    }

    private static List<Route> routes() {
        return HttpFront.routes(queues, queue -> Latency.NONE, LIMITS, () -> true, () -> "");
    }

    private static List<String[]> calls() {
        List<String[]> calls = new ArrayList<>();
        for (Route route : routes()) {
            calls.add(new String[] {route.method(), route.path(), Boolean.toString(route.open())});
        }
        return calls;
    }

    private static String fill(String path, String name) {
        return path.replace("{name}", Rest.encode(name)).replace("{id}", "17-0-3");
    }

    @Test
    void describesEveryRouteAndNothingElse() {
        Set<String> described = new TreeSet<>();
        JsonNode document = rest.get("/openapi.json").json();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> !method.getKey().equals("parameters"))
                        .forEach(method ->
                                described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));

        Set<String> served = new TreeSet<>();
        routes().forEach(route -> served.add(route.method() + " " + route.path()));
        assertThat(described).isEqualTo(served);
    }

    @Test
    void describesWhatItReturns() {
        JsonNode document = rest.get("/openapi.json").json();

        assertThat(keys(rest.get(Rest.queue(QUEUE) + "/stats").json()))
                .isEqualTo(keys(document.at("/components/schemas/Stats/properties")));
        assertThat(keys(rest.get(Rest.queue(QUEUE)).json().path("stats")))
                .isEqualTo(keys(document.at("/components/schemas/Queue/properties/stats/properties")));
    }

    private static Set<String> keys(JsonNode node) {
        Set<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("calls")
    void wantsAToken(String method, String path, boolean everybody) {
        for (String header : new String[] {"", "Bearer", "Bearer wrong", "Basic " + ALL, ALL}) {
            Rest.Reply reply = tokens.send(
                    method, fill(path, QUEUE), null, "Authorization", header, "Content-Type", "application/json");
            assertThat(reply.status()).as(header).isEqualTo(everybody ? 200 : 401);
            if (!everybody) {
                assertThat(reply.error()).isEqualTo("unauthorized");
                assertThat(reply.raw().headers().firstValue("WWW-Authenticate")).contains("Bearer");
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("calls")
    void keepsATokenToItsQueues(String method, String path, boolean everybody) {
        queues.create(QueueConfig.of("$queue/other"));
        try {
            Rest.Reply reply = tokens.send(
                    method,
                    fill(path, "$queue/other"),
                    method.equals("POST") && path.endsWith("queues") ? "{\"name\":\"$queue/other/x\"}" : "{}",
                    "Authorization",
                    "Bearer " + SOME,
                    "Content-Type",
                    "application/json");
            if (path.equals("/api/v1/queues") && method.equals("GET")) {
                assertThat(reply.json().path("queues")).hasSize(1);
                assertThat(reply.json().at("/queues/0/name").asText()).isEqualTo(QUEUE);
            } else {
                assertThat(reply.status()).isEqualTo(everybody ? 200 : 403);
            }
            assertThat(queues.find("$queue/other")).isPresent();
            assertThat(queues.find("$queue/other/x")).isEmpty();
        } finally {
            queues.delete("$queue/other");
            queues.find("$queue/dlq/other").ifPresent(dlq -> queues.delete(dlq.name()));
        }
    }

    @Test
    void needsPermissionForAForeignDeadLetterQueueToo() {
        String body = "{\"name\":\"$queue/a/c\",\"dlq_config\":{\"topic\":\"$queue/victim\"}}";

        Rest.Reply refused = tokens.send(
                "POST", "/api/v1/queues", body, "Authorization", "Bearer " + SOME, "Content-Type", "application/json");
        assertThat(refused.status()).isEqualTo(403);
        Rest.Reply change = tokens.send(
                "PUT",
                Rest.queue(QUEUE) + "/config",
                "{\"dlq_config\":{\"topic\":\"$queue/victim\"}}",
                "Authorization",
                "Bearer " + SOME,
                "Content-Type",
                "application/json");
        assertThat(change.status()).isEqualTo(403);
        assertThat(queues.find("$queue/victim")).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("calls")
    void survivesOddNamesAndBodies(String method, String path, boolean everybody) {
        List<String> names = List.of(
                "$queue/no/such",
                "",
                "/",
                "..",
                "../..",
                "$queue/..",
                "$queue//",
                "\u0000",
                "%",
                "%2F",
                "\n",
                "ä/日本/😀",
                "$queue/" + "x".repeat(1_000),
                "+",
                "#",
                "null",
                "\"",
                "<script>",
                ";a=b",
                "?x");
        for (String name : names) {
            check(rest.send(method, fill(path, name), null, "Content-Type", "application/json"), method + " " + name);
        }
        List<String> bodies = List.of(
                "",
                "null",
                "[]",
                "1",
                "\"x\"",
                "{",
                "{}{}",
                "{\"a\":1,\"a\":2}",
                "{\"name\":null}",
                "{\"name\":7}",
                "{\"name\":\"$queue/x\",\"partitions\":\"ten\"}",
                "{\"name\":\"$queue/x\",\"partitions\":1e99}",
                "{\"name\":\"$queue/x\",\"partitions\":-1}",
                "{\"name\":\"$queue/x\",\"limits\":[]}",
                "{\"name\":\"$queue/x\",\"limits\":{\"message_ttl\":5}}",
                "{\"name\":\"$queue/x\",\"nothing\":1}",
                "{\"name\":\"$queue/#\"}",
                "{\"name\":\"tasks\"}",
                "{\"ordering\":\"sometimes\"}",
                "[".repeat(5_000),
                "{\"a\":".repeat(1_000),
                "\u0000",
                "1" + "0".repeat(5_000));
        for (String body : bodies) {
            check(
                    rest.send(method, fill(path, "$queue/no/such"), body, "Content-Type", "application/json"),
                    method + " " + body.substring(0, Math.min(60, body.length())));
        }
        assertThat(queues.list()).extracting(QueueConfig::name).containsExactlyInAnyOrder(QUEUE, "$queue/dlq/a/b");
        for (String raw : List.of("%", "%zz", "%ff%fe", "%C3%28", "a%2", "%00")) {
            int status = raw(
                    open.port(),
                    method + " " + path.replace("{name}", raw).replace("{id}", raw)
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 0\r\n"
                            + "Connection: close\r\n\r\n");
            if (path.contains("{")) {
                assertThat(status).as(raw).isBetween(400, 499);
            }
        }
    }

    /** Answered, in JSON where it is refused, and never with the server's own fault. */
    private static void check(Rest.Reply reply, String call) {
        assertThat(reply.status()).as(call).isLessThan(500);
        if (reply.status() >= 400) {
            assertThat(reply.error()).as(call).isNotEmpty();
            assertThat(reply.json().at("/error/message").asText()).as(call).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("calls")
    void refusesABodyThatIsTooLarge(String method, String path, boolean everybody) {
        String body = "{\"name\":\"" + "x".repeat(LIMITS.bodySize()) + "\"}";

        assertThat(rest.send(method, fill(path, QUEUE), body, "Content-Type", "application/json")
                        .status())
                .isEqualTo(413);
        // Without a length that could be looked at beforehand.
        String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        assertThat(raw(
                        open.port(),
                        method + " " + fill(path, QUEUE)
                                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n" + chunk))
                .isEqualTo(413);
        assertThat(queues.find(QUEUE)).isPresent();
    }

    @Test
    void refusesHeadersThatAreTooLarge() {
        assertThat(raw(
                        open.port(),
                        "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(LIMITS.headerSize())
                                + "\r\n\r\n"))
                .isEqualTo(431);
    }

    @Test
    void refusesWhatComesFromAnotherSite() {
        // A foreign name that resolves to loopback.
        assertThat(raw(open.port(), "GET /api/v1/queues HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .isEqualTo(403);
        assertThat(raw(
                        open.port(),
                        "GET /api/v1/queues HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nConnection: close\r\n\r\n"))
                .isEqualTo(403);
        assertThat(raw(open.port(), "GET /api/v1/queues HTTP/1.1\r\nHost: LocalHost:1\r\nConnection: close\r\n\r\n"))
                .isEqualTo(200);
        // With tokens the name is free, because a page has none.
        assertThat(raw(
                        guarded.port(),
                        "GET /health/live HTTP/1.1\r\nHost: broker.example\r\nConnection: close\r\n\r\n"))
                .isEqualTo(200);

        String purge = Rest.queue(QUEUE) + "/purge";
        assertThat(rest.send("POST", purge, null, "Content-Type", "application/json", "Origin", "http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(rest.send(
                                "POST",
                                purge,
                                null,
                                "Content-Type",
                                "application/json",
                                "Origin",
                                "http://127.0.0.1:" + open.port())
                        .status())
                .isEqualTo(200);
        // What a form can send without the browser asking first.
        for (String type : new String[] {
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"
        }) {
            assertThat(rest.send("POST", purge, "{}", "Content-Type", type).status())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(rest.send("POST", purge, null).status()).isEqualTo(415);
        assertThat(rest.send("POST", purge, null, "X-Requested-With", "curl").status())
                .isEqualTo(200);
    }

    @Test
    void saysWhichMethodsThereAre() {
        Rest.Reply reply = rest.send("PATCH", Rest.queue(QUEUE), null);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.raw().headers().firstValue("Allow")).contains("GET, DELETE");
        assertThat(rest.send("HEAD", Rest.queue(QUEUE), null).status()).isEqualTo(200);
    }

    @Test
    void createsNoMoreQueuesThanItMay() {
        try {
            for (int i = 0; queues.list().size() < LIMITS.queues(); i++) {
                assertThat(rest.post("/api/v1/queues", "{\"name\":\"$queue/many/" + i + "\"}")
                                .status())
                        .isEqualTo(201);
            }
            Rest.Reply refused = rest.post("/api/v1/queues", "{\"name\":\"$queue/many/more\"}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.error()).isEqualTo("too_many_queues");
        } finally {
            queues.list().stream()
                    .map(QueueConfig::name)
                    .filter(name -> name.contains("/many/"))
                    .forEach(queues::delete);
        }
    }

    @Test
    void servesFiguresToWhoMaySeeEveryQueue() {
        Rest.Reply reply = tokens.send("GET", "/metrics", null, "Authorization", "Bearer " + ALL);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(new String(reply.raw().body(), StandardCharsets.UTF_8)).isEqualTo("figures 1\n");
        assertThat(reply.raw().headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html"})
    void servesTheDashboardWithoutAToken(String path) {
        Rest.Reply reply = tokens.get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.raw().headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/html");
        assertThat(reply.raw().headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("frame-ancestors 'none'");
        assertThat(reply.raw().headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.raw().headers().firstValue("Server")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../openapi.json", "/%2e%2e/openapi.json", "/..%2fopenapi.json", "/logback.xml", "/chart/",
                        "//etc/passwd",
                "/api/v1", "/api/v1/queues/", "/api/v2/queues", "/index.html/x", "/.", "/index.html%00"
            })
    void servesNothingElse(String path) {
        assertThat(raw(open.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .isBetween(400, 404);
    }

    @Test
    void takesOnlySoManyConnectionsAndGoesOn() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < LIMITS.httpConnections()) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), guarded.port()));
            }
            await().until(() -> !guarded.isAccepting());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await().until(guarded::isAccepting);
        assertThat(raw(guarded.port(), "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .isEqualTo(200);
    }

    /** Sends bytes as they are; returns the status. */
    private static int raw(int port, String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            String line = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(line.substring(9));
        } catch (IOException e) {
            throw new IllegalStateException(request.lines().findFirst().orElse(""), e);
        }
    }
}
