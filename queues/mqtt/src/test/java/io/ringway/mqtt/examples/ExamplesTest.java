package io.ringway.mqtt.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.ringway.mqtt.Brokers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

    @Test
    void theExamplesDoWhatTheySay(@TempDir Path directory) {
        List<String> arrived = new CopyOnWriteArrayList<>();
        Mqtt5AsyncClient client =
                Mqtt5Client.builder().serverPort(Brokers.hivemq()).buildAsync();
        client.connect().join();
        for (String filter : List.of("lamp/set", "v1/devices/me/telemetry")) {
            client.subscribeWith()
                    .topicFilter(filter)
                    .callback(publish -> arrived.add(
                            new String(publish.getPayloadAsBytes(), java.nio.charset.StandardCharsets.UTF_8)))
                    .send()
                    .join();
        }
        String port = Integer.toString(Brokers.hivemq());
        CommandExample.main(new String[] {port});
        await().until(() -> arrived.size() == 2);
        assertThat(arrived).containsExactly("on", "off");
        TelemetryExample.main(new String[] {port, directory.toString()});
        await().until(() -> String.join("", arrived).split("\"ts\"", -1).length == 1001);
        client.disconnect().join();
    }
}
