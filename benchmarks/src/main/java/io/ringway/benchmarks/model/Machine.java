package io.ringway.benchmarks.model;

import java.util.List;

/**
 * The machine of a run.
 *
 * @param cpu model name of the processor
 * @param cores logical processors that the run could use
 * @param threadsPerCore hardware threads of one core, 0 when unknown
 * @param memoryBytes physical memory
 * @param os name of the operating system
 * @param kernel version of its kernel
 * @param virtualisation what the machine is virtualised by, {@code none} or {@code unknown}
 * @param jdk version of the JDK
 * @param vm name and version of the virtual machine
 * @param jvmFlags flags that every fork was given
 * @param loadBefore load average of the last minute when the run began, negative when unknown
 * @param pinned whether the measured threads were pinned to processors
 * @param pinning how they were pinned, or why they were not
 */
public record Machine(
        String cpu,
        int cores,
        int threadsPerCore,
        long memoryBytes,
        String os,
        String kernel,
        String virtualisation,
        String jdk,
        String vm,
        List<String> jvmFlags,
        double loadBefore,
        boolean pinned,
        String pinning) {}
