package io.ringway.benchmarks.runner;

/** What a question measures. */
enum Kind {
    THROUGHPUT(true),
    BATCH(true),
    BLOCKING(true),
    LATENCY(false),
    PARKED(false),
    REMOVAL(true),
    /** A whole way, with a broker, a database or a disk in it. */
    PATH(true);

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

    String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
