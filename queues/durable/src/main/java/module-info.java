/** Durable queues with consumer groups, leases, retry and dead letters, on a command log. No network. */
@SuppressWarnings("requires-automatic") // Agrona names its module in the manifest
module io.ringway.durable {
    requires io.ringway.queues;
    requires transitive io.ringway.log;
    requires org.agrona;
    requires static org.jspecify;

    exports io.ringway.durable;
}
