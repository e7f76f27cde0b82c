package io.ringway.durable;

/**
 * Makes dead letters: puts messages that failed into dead-letter queues, counts them and tells of them. For one thread.
 */
final class DeadLetters {

    private final MachineState state;
    private final Messages messages;

    DeadLetters(MachineState state, Messages messages) {
        this.state = state;
        this.messages = messages;
    }

    /** What has expired cannot stay: if the dead-letter queue is full it is dropped, and counted all the same. */
    void buryOrDrop(Partition partition, long offset, String group, int attempts) {
        if (!bury(partition, offset, group, DeadLetterReason.EXPIRED, "", attempts)) {
            dead(partition, offset, group, DeadLetterReason.EXPIRED, "", attempts);
        }
    }

    /**
     * Puts a message into the dead-letter queue, where that is enabled: the same record in the log, so that nothing is
     * copied. The message itself stays for the caller to settle, in the same command.
     *
     * @return false if the dead-letter queue is full; nothing was changed
     */
    boolean bury(Partition partition, long offset, String group, DeadLetterReason reason, String detail, int attempts) {
        QueueState queue = partition.queue;
        if (queue.config.dlqConfig().enabled()) {
            QueueState dlq = queue(queue.config);
            if (dlq.isFull()) {
                return false;
            }
            Block block = partition.liveBlock(offset);
            int i = (int) offset & Block.MASK;
            Partition into = dlq.partitions[Math.floorMod(block.key[i], dlq.partitions.length)];
            DeadInfo info = dead(partition, offset, group, reason, detail, attempts);
            into.dead.put(into.tail, info);
            messages.add(into, block.address[i], block.length[i], block.key[i], 0, Message.DEFAULT_PRIORITY, -1, 0);
            dlq.enqueued++;
        } else {
            dead(partition, offset, group, reason, detail, attempts);
        }
        return true;
    }

    private DeadInfo dead(
            Partition partition, long offset, String group, DeadLetterReason reason, String detail, int attempts) {
        QueueState queue = partition.queue;
        queue.dead.merge(reason, 1L, Long::sum);
        DeadInfo info = new DeadInfo(
                queue.config.name(), queue.uid, partition.index, offset, group, reason, detail, attempts, state.time());
        state.effects().deadLettered(queue, info);
        return info;
    }

    /** The dead-letter queue that a configuration names; created if it isn't there. */
    QueueState queue(QueueConfig config) {
        String topic = config.dlqConfig().topic();
        QueueState queue = state.queues().get(topic);
        return queue != null
                ? queue
                : state.add(QueueConfig.builder(topic)
                        .partitions(1)
                        .ordering(Ordering.NONE)
                        .dlqConfig(new DlqConfig(false, QueueNames.deadLetters(topic), null))
                        .durability(config.durability())
                        .build());
    }
}
