package consumer;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.QueueClosedException;
import io.ringway.queues.QueueStats;
import io.ringway.queues.SpscQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Uses every queue, so that each of their classes is loaded and initialised. Prints "done" and nothing else. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        use(new SpscQueue<>(4));
        use(new MpscQueue<>(4));
        use(new MpmcQueue<>(4));
        block(new MpscQueue<>(2));
        block(new MpmcQueue<>(2));
        System.out.println("done");
    }

    private static void use(BoundedQueue<String> queue) {
        require(queue.offer("a"));
        require(queue.fill(() -> "b", 2) == 2);
        require("a".equals(queue.peek()));
        require("a".equals(queue.poll()));
        List<String> drained = new ArrayList<>();
        require(queue.drain(drained::add, 10) == 2);
        require(drained.equals(List.of("b", "b")));
        require(queue.stats().equals(new QueueStats(4, 0, 3, 3, 0)));
        queue.close();
        try {
            queue.offer("c");
            throw new AssertionError("a closed queue took an element");
        } catch (QueueClosedException expected) {
            require(queue.isClosed());
        }
    }

    /** Hands over more elements than the queue holds, so that both sides come to wait. */
    private static void block(BlockingQueue<Integer> queue) throws InterruptedException {
        int count = 1_000;
        Thread producer = new Thread(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    queue.put(i);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        producer.start();
        for (int i = 0; i < count; i++) {
            require(queue.take() == i);
        }
        producer.join();
        require(queue.poll(1, TimeUnit.NANOSECONDS) == null);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }
}
