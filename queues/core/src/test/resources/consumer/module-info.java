module consumer {
    requires io.ringway.queues;
}
