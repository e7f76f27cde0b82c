package io.ringway.benchmarks.broker;

import static io.ringway.benchmarks.broker.Consumer.utf8;

import io.ringway.benchmarks.Load;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Asks for the list of many queues by REST, again and again on one connection, and tells how long an answer takes. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Measures the list of queues over REST.")
final class QueueList implements Callable<Integer> {

    @ParentCommand
    private BrokerRate broker = new BrokerRate();

    @Option(names = "--queues", defaultValue = "1000", description = "How many there are; they are created, and stay.")
    private int queues;

    @Option(names = "--requests", defaultValue = "300", description = "How many are counted.")
    private int requests;

    @Option(names = "--warmup", defaultValue = "300", description = "How many before are not counted.")
    private int warmup;

    @Override
    public Integer call() throws Exception {
        create();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + broker.host + ":" + broker.httpPort + "/api/v1/queues"))
                .build();
        Histogram times = new Histogram(3);
        long first = 0;
        long bytes = 0;
        for (int i = 0; i < warmup + requests; i++) {
            long start = System.nanoTime();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            long took = System.nanoTime() - start;
            if (answer.statusCode() != 200) {
                throw new IOException("the list was refused with " + answer.statusCode());
            }
            bytes = answer.body().length;
            first = i == 0 ? took : first;
            if (i >= warmup) {
                times.recordValue(took);
            }
        }
        Load.print("list-size", bytes, "bytes");
        Load.print("list-first", first / 1e6, "ms");
        Load.print("list", times);
        return 0;
    }

    private void create() throws IOException {
        try (Mqtt admin = new Mqtt(broker.host, broker.port, "list-admin")) {
            for (int i = 0; i < queues; i++) {
                admin.publish(
                        utf8("$admin/queue/create"), 1 + i % 65_535, utf8("{\"name\":\"$queue/list/" + i + "\"}"));
                admin.flush();
                admin.read(); // refused if it is there from an earlier run
            }
        }
    }
}
