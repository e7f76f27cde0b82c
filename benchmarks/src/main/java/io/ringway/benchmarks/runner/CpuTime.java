package io.ringway.benchmarks.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Processor time so far, in ticks of the system's clock, as Linux tells it.
 *
 * @param total all processors together, idle time included
 * @param busy of which somebody worked
 * @param stolen of which the hypervisor gave to other machines
 * @param own of which this process and its finished children used
 */
record CpuTime(long total, long busy, long stolen, long own) {

    private static final Path SYSTEM = Path.of("/proc/stat");
    private static final Path SELF = Path.of("/proc/self/stat");

    /** The present reading; nothing where the system does not tell. */
    static Optional<CpuTime> now() {
        if (!Files.isReadable(SYSTEM) || !Files.isReadable(SELF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readString(SYSTEM), Files.readString(SELF)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the two files of the proc file system.
     *
     * @param system begins with: cpu user nice system idle iowait irq softirq steal
     * @param self the process' line; the times of itself and of its children are the 14th to 17th field, and the second
     *     field is a name in brackets that may contain blanks
     */
    static CpuTime parse(String system, String self) {
        String[] fields = system.substring(0, system.indexOf('\n')).trim().split("\\s+");
        long total = 0;
        for (int i = 1; i <= 8; i++) {
            total += Long.parseLong(fields[i]);
        }
        long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
        long stolen = Long.parseLong(fields[8]);
        String[] process = self.substring(self.lastIndexOf(')') + 2).split(" ");
        long own = 0;
        for (int i = 11; i <= 14; i++) {
            own += Long.parseLong(process[i]);
        }
        return new CpuTime(total, total - idle - stolen, stolen, own);
    }
}
