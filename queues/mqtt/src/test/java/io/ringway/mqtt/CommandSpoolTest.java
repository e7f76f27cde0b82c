package io.ringway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandSpoolTest {
    private static Command command(long order) {
        return new Command(order, "t", new byte[0], MqttQos.AT_LEAST_ONCE, 0);
    }

    private static CommandSpool open(Path directory) {
        return new CommandSpool(SpoolStore.forCommands(directory));
    }

    /** What was under way when the connection was lost comes to the disk after younger commands that were queued. */
    @Test
    void theOrderIsThatOfPublish(@TempDir Path directory) {
        try (CommandSpool spool = open(directory)) {
            spool.append(command(2));
            spool.append(command(1));
        }
        try (CommandSpool spool = open(directory)) {
            assertThat(spool.recover()).extracting(command -> command.order).containsExactly(1L, 2L);
        }
    }

    @Test
    void aCommandIsStoredOnce(@TempDir Path directory) {
        try (CommandSpool spool = open(directory)) {
            Command command = command(1);
            spool.append(command);
            spool.appendIfPossible(command);
        }
        try (CommandSpool spool = open(directory)) {
            assertThat(spool.recover()).hasSize(1);
        }
    }

    @Test
    void whatHasAnOutcomeIsGone(@TempDir Path directory) {
        try (CommandSpool spool = open(directory)) {
            Command settled = command(1);
            Command waiting = command(2);
            spool.append(settled);
            spool.append(waiting);
            spool.releaseAllBut(List.of(waiting));
        }
        try (CommandSpool spool = open(directory)) {
            assertThat(spool.recover()).extracting(command -> command.order).containsExactly(2L);
        }
    }
}
