package io.ringway.durable;

/** Offsets of messages in the order in which they are handed out, at places that ascend for ever. */
final class Lane {

    final LongDeque offsets = new LongDeque();

    /** The place of the first offset. */
    long base;

    long end() {
        return base + offsets.size();
    }

    long get(long place) {
        return offsets.get((int) (place - base));
    }

    /** Forgets the messages at the beginning that live no more. */
    void trim(Partition partition) {
        while (!offsets.isEmpty() && !partition.isLive(offsets.first())) {
            offsets.removeFirst();
            base++;
        }
    }
}
