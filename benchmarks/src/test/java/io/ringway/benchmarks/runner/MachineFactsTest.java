package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.benchmarks.model.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineFactsTest {

    @ParameterizedTest
    @CsvSource({
        "AMD EPYC 7763 64-Core Processor, amd-epyc-7763-64-core-processor",
        "Intel(R) Core(TM) i7-1185G7 @ 3.00GHz, intel-core-i7-1185g7",
        "Apple M2 Pro, apple-m2-pro",
        "'', cpu"
    })
    void makesANameForAFolderOfTheProcessor(String cpu, String slug) {
        assertThat(MachineFacts.slug(cpu)).isEqualTo(slug);
    }

    @Test
    void knowsThisMachine() {
        Machine machine = MachineFacts.collect();
        assertThat(machine.cores()).isPositive();
        assertThat(machine.memoryBytes()).isPositive();
        assertThat(machine.jdk()).isEqualTo(System.getProperty("java.version"));
        assertThat(machine.pinning()).isNotBlank();
    }
}
