package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.Pinning;
import io.ringway.benchmarks.model.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/** Finds out what machine this is. */
final class MachineFacts {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private MachineFacts() {}

    static Machine collect() {
        SystemInfo system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        OperatingSystem os = system.getOperatingSystem();
        CentralProcessor processor = hardware.getProcessor();
        int physical = processor.getPhysicalProcessorCount();
        Pinning.Answer pinning = Pinning.probe();
        return new Machine(
                processor.getProcessorIdentifier().getName().trim(),
                Runtime.getRuntime().availableProcessors(),
                physical == 0 ? 0 : processor.getLogicalProcessorCount() / physical,
                hardware.getMemory().getTotal(),
                os.getFamily() + " " + os.getVersionInfo().getVersion(),
                System.getProperty("os.version"),
                virtualisation(hardware),
                System.getProperty("java.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                ForkRunner.flags(),
                processor.getSystemLoadAverage(1)[0],
                pinning.pinned(),
                pinning.explanation());
    }

    /** The processor's name as part of a folder's name. */
    static String slug(String cpu) {
        String slug = cpu.toLowerCase(Locale.ROOT)
                .replaceAll("\\((r|tm)\\)", "")
                .replaceAll("@.*", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return slug.isEmpty() ? "cpu" : slug;
    }

    private static String virtualisation(HardwareAbstractionLayer hardware) {
        if (!Files.isReadable(CPUINFO)) {
            return "unknown";
        }
        try {
            if (!Files.readString(CPUINFO).contains(" hypervisor")) {
                return "none";
            }
        } catch (IOException e) {
            return "unknown";
        }
        String maker = (hardware.getComputerSystem().getManufacturer() + " "
                        + hardware.getComputerSystem().getModel())
                .trim();
        return maker.isEmpty() || maker.contains("unknown") ? "virtual machine" : "virtual machine (" + maker + ")";
    }
}
