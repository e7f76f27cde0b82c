package io.ringway.benchmarks.runner;

/** What a question measures. */
enum Kind {
    THROUGHPUT(true),
    BATCH(true),
    BLOCKING(true),
    LATENCY(false),
    /** What a call costs the thread that makes it. */
    CALL(false),
    PARKED(false),
    REMOVAL(true),
    /** A whole way, with a broker, a database or a disk in it. */
    PATH(true),
    /** A part of such a way, without a server to start. */
    STAGE(true);

    private final boolean higherIsBetter;

    Kind(boolean higherIsBetter) {
        this.higherIsBetter = higherIsBetter;
    }

    boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Whether threads poll in a loop of their own, so that it matters how they wait. */
    boolean idles() {
        return this == THROUGHPUT || this == BATCH || this == LATENCY;
    }

    /** Whether it is a distribution of times. */
    boolean hasPercentiles() {
        return this == LATENCY || this == CALL;
    }

    /** Whether more than a queue is at work, which takes longer to reach its speed. */
    boolean isPath() {
        return this == PATH || this == STAGE || this == CALL;
    }

    String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
