package io.ringway.durable;

/** What a completed publish has survived. */
public enum Durability {
    /** It is on the disk: it survives a power cut. */
    FSYNC,
    /** It is with the operating system: it survives the death of the process, not that of the machine. */
    OS
}
