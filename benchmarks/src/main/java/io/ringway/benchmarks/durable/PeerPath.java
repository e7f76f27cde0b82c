package io.ringway.benchmarks.durable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the peers share: each message goes to the consumer of its partition as soon as it is durable, straight from
 * memory. There are no leases, attempts, retries or order by key: less work than ours, which is in their favour.
 */
abstract class PeerPath extends DurablePath {

    /** A message on its way. */
    static final class Sent {
        final long id;
        final int partition;
        final byte[] bytes;

        Sent(long id, int partition, byte[] bytes) {
            this.id = id;
            this.partition = partition;
            this.bytes = bytes;
        }
    }

    private final List<BlockingQueue<List<Sent>>> mailboxes = new ArrayList<>();
    private final List<Thread> consumers = new ArrayList<>();

    /** Starts the consumers. */
    final void start() {
        for (int i = 0; i < CONSUMER_THREADS; i++) {
            BlockingQueue<List<Sent>> mailbox = new LinkedBlockingQueue<>();
            mailboxes.add(mailbox);
            Thread thread = new Thread(() -> consume(mailbox), "consumer-" + i);
            thread.setDaemon(true);
            thread.start();
            consumers.add(thread);
        }
    }

    /** Hands over what has become durable. */
    final void deliver(List<Sent> messages) {
        for (int i = 0; i < CONSUMER_THREADS; i++) {
            List<Sent> mine = new ArrayList<>(messages.size());
            for (Sent message : messages) {
                if (message.partition % CONSUMER_THREADS == i) {
                    mine.add(message);
                }
            }
            if (!mine.isEmpty()) {
                mailboxes.get(i).add(mine);
            }
        }
    }

    /** Hands over a message that has become durable. */
    final void deliver(Sent message) {
        mailboxes.get(message.partition % CONSUMER_THREADS).add(List.of(message));
    }

    private void consume(BlockingQueue<List<Sent>> mailbox) {
        try {
            while (true) {
                List<Sent> messages = mailbox.take();
                for (int from = 0; from < messages.size(); from += BATCH) {
                    int to = Math.min(messages.size(), from + BATCH);
                    long[] ids = new long[to - from];
                    for (int i = from; i < to; i++) {
                        Sent message = messages.get(i);
                        consume(message.bytes[0]);
                        ids[i - from] = message.id;
                    }
                    acknowledge(ids);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Acknowledges messages, and calls {@link #settled} when that has survived the death of the process. */
    abstract void acknowledge(long[] ids) throws InterruptedException;

    /** What a consumer does with a message: next to nothing. */
    static void consume(byte first) {
        if (first != 0) {
            throw new IllegalStateException("not what was published: it begins with " + first);
        }
    }

    final void stopConsumers() {
        for (Thread consumer : consumers) {
            consumer.interrupt();
        }
        try {
            for (Thread consumer : consumers) {
                consumer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
