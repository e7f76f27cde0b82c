package io.ringway.durable;

import java.util.ArrayList;
import java.util.List;

/** A consumer group. */
final class Group {

    final QueueState queue;
    final String name;
    final int uid;

    /** In the order of joining. */
    final List<Consumer> consumers = new ArrayList<>();

    final GroupPartition[] places;

    Group(QueueState queue, String name, int uid) {
        this.queue = queue;
        this.name = name;
        this.uid = uid;
        places = new GroupPartition[queue.partitions.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = new GroupPartition(this, queue.partitions[i]);
        }
    }
}
