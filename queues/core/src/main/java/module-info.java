/**
 * Bounded concurrent queues.
 *
 * <p>The required modules are all optional at run time: the nullness annotations serve compilers and analysers,
 * Micrometer serves {@link io.ringway.queues.micrometer.QueueMetrics} only, and Agrona serves callers who pair a queue
 * with one of its idle strategies.
 */
@SuppressWarnings("requires-automatic") // Agrona and Micrometer name their modules in the manifest
module io.ringway.queues {
    requires static org.agrona;
    requires static org.jspecify;
    requires static micrometer.core;

    exports io.ringway.queues;
    exports io.ringway.queues.micrometer;
}
