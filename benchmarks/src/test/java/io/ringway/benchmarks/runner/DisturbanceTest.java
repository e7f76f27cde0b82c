package io.ringway.benchmarks.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisturbanceTest {

    private static final CpuTime START = new CpuTime(1000, 500, 10, 400);

    @Test
    void aForkThatHasTheMachineToItselfIsUndisturbed() {
        assertThat(Disturbance.between(START, new CpuTime(2000, 1400, 10, 1300)))
                .isEmpty();
    }

    @Test
    void othersWithinTheLimitAreTolerated() {
        assertThat(Disturbance.between(START, new CpuTime(2000, 1450, 10, 1300)))
                .isEmpty();
    }

    @Test
    void othersBeyondTheLimitDisturb() {
        assertThat(Disturbance.between(START, new CpuTime(2000, 1500, 10, 1300)))
                .contains("other processes took 10 %");
    }

    @Test
    void timeStolenByTheHypervisorDisturbs() {
        assertThat(Disturbance.between(START, new CpuTime(2000, 1300, 70, 1200)))
                .contains("hypervisor 6 %");
    }

    @Test
    void stolenAndForeignTimeCountTogether() {
        assertThat(Disturbance.between(START, new CpuTime(2000, 1330, 40, 1200)))
                .isNotEmpty();
    }

    @Test
    void readsTheFilesOfTheProcFileSystem() {
        String system = "cpu  10 1 5 100 4 2 3 7 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
        String self = "42 (a (strange) name) S 1 42 42 0 -1 4194304 1 2 3 4 11 12 13 14 20 0 1 0 5 6 7";
        assertThat(CpuTime.parse(system, self)).isEqualTo(new CpuTime(132, 21, 7, 50));
    }
}
