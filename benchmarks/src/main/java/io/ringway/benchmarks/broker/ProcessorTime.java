package io.ringway.benchmarks.broker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The processor time that a broker has taken so far, as its metrics tell. */
final class ProcessorTime {

    private static final String METRIC = "process_cpu_time_ns_total ";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    ProcessorTime(String host, int httpPort) {
        request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + httpPort + "/metrics"))
                .build();
    }

    long nanos() throws IOException, InterruptedException {
        String metrics =
                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return metrics.lines()
                .filter(line -> line.startsWith(METRIC))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(METRIC.length())))
                .findFirst()
                .orElseThrow(() -> new IOException("the broker does not tell " + METRIC));
    }
}
