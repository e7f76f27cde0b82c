package io.ringway.broker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Speaks to the REST interface of a broker. */
final class Admin {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:RINGWAY_URL:-http://127.0.0.1:8080}",
            description = "The broker's HTTP address (RINGWAY_URL, or http://127.0.0.1:8080).")
    private String url = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:RINGWAY_TOKEN}",
            description = "The bearer token. Better in the variable RINGWAY_TOKEN: other users see command lines.")
    private @Nullable String token;

    /** A path of the queue, with its name encoded. */
    static String path(String queue, String... levels) {
        StringBuilder path = new StringBuilder("/api/v1/queues/").append(encode(queue));
        for (String level : levels) {
            path.append('/').append(encode(level));
        }
        return path.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return send("GET", path, null);
    }

    JsonNode send(String method, String path, @Nullable JsonNode body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
            if (token != null && !token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<byte[]> response = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
            if (response.statusCode() / 100 != 2) {
                String message = answer.at("/error/message").asText("status " + response.statusCode());
                throw new CliException(
                        response.statusCode() == 401 ? message + " (--token or RINGWAY_TOKEN)" : message);
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new CliException("what answers at " + url + " is not a broker of Ringway");
        } catch (IOException e) {
            throw new CliException(
                    "no broker answers at " + url + "; start one with 'ringway serve', or give --url (" + e + ")");
        } catch (IllegalArgumentException e) {
            throw new CliException("--url must be an http or https address: " + url);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted");
        }
    }
}
