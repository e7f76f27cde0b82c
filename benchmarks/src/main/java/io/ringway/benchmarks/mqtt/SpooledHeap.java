package io.ringway.benchmarks.mqtt;

import io.ringway.benchmarks.Load;
import io.ringway.benchmarks.log.Folder;
import io.ringway.mqtt.DiscardingBroker;
import io.ringway.mqtt.Telemetry;
import io.ringway.mqtt.TelemetryBatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What readings in the spool cost in heap while the network is down, with all that the virtual machine has besides. */
@Command(name = "spooled-heap", mixinStandardHelpOptions = true, description = "Measures the heap of a full spool.")
public final class SpooledHeap implements Runnable {

    private static final double MEBIBYTE = 1 << 20;
    private static final long A_WHILE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    @Option(names = "--directory", required = true, description = "Where the spool goes; removed afterwards.")
    private Path directory = Path.of("target");

    @Option(names = "--readings", defaultValue = "1000000", description = "How many readings.")
    private int readings;

    /**
     * Runs the measurement.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SpooledHeap()).execute(arguments));
    }

    @Override
    public void run() {
        try {
            Files.createDirectories(directory);
            measure();
            Folder.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void measure() {
        try (TelemetryBatcher batcher = DiscardingBroker.batcher(false)
                .spoolDirectory(directory)
                .spoolBytes(1L << 40)
                .build()) {
            for (int i = 0; i < readings; i++) {
                Telemetry reading = new Telemetry("boiler", i, Map.of("celsius", i / 10.0));
                while (!batcher.queue(reading)) {
                    LockSupport.parkNanos(A_WHILE_NANOS);
                }
            }
            while (batcher.stats().spooled() < readings) {
                LockSupport.parkNanos(A_WHILE_NANOS);
            }
            System.gc();
            Runtime machine = Runtime.getRuntime();
            Load.print("heap", (machine.totalMemory() - machine.freeMemory()) / MEBIBYTE, "MiB");
            Load.print("disk", (double) batcher.stats().spoolBytes() / readings, "B/reading");
        }
    }
}
