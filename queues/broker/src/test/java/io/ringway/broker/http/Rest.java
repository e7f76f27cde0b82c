package io.ringway.broker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of the REST interface. */
public final class Rest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    /** What came back. */
    public record Reply(int status, JsonNode json, HttpResponse<byte[]> raw) {
        String error() {
            return json.path("error").path("type").asText();
        }
    }

    public Rest(int port) {
        this.port = port;
    }

    public static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static String queue(String name) {
        return "/api/v1/queues/" + encode(name);
    }

    public Reply get(String path) {
        return send("GET", path, null);
    }

    public Reply post(String path, String json) {
        return send("POST", path, json, "Content-Type", "application/json");
    }

    public Reply put(String path, String json) {
        return send("PUT", path, json, "Content-Type", "application/json");
    }

    public Reply delete(String path) {
        return send("DELETE", path, null);
    }

    public Reply send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> raw = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean json = raw.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            return new Reply(raw.statusCode(), json ? JSON.readTree(raw.body()) : JSON.missingNode(), raw);
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
