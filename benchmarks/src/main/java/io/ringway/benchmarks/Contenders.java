package io.ringway.benchmarks;

import static java.util.Objects.requireNonNull;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import com.conversantmedia.util.concurrent.MultithreadConcurrentQueue;
import com.conversantmedia.util.concurrent.PushPullBlockingQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.SpscQueue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.IntFunction;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** Every queue that takes part, by the name that JMH's {@code queue} parameter takes. */
public final class Contenders {

    /** How many threads may be at each end. */
    public enum Threads {
        /** One producer and one consumer. */
        SPSC,
        /** Many producers and one consumer. */
        MPSC,
        /** Many of both. */
        MPMC
    }

    /**
     * A queue that takes part.
     *
     * @param name its name, {@code library.Class}
     * @param threads what it allows
     * @param bounded whether it ever refuses an element
     * @param factory makes one with at least the given capacity
     */
    public record Contender(String name, Threads threads, boolean bounded, IntFunction<Queue<Object>> factory) {

        /**
         * The name for readers.
         *
         * @return library and class, and whether it is unbounded
         */
        public String title() {
            String library = name.substring(0, name.indexOf('.'));
            String type = name.substring(name.indexOf('.') + 1);
            return requireNonNull(LIBRARIES.get(library), library) + " " + type + (bounded ? "" : " (unbounded)");
        }

        /**
         * Whether it is one of Ringway's.
         *
         * @return whether it is ours
         */
        public boolean ours() {
            return name.startsWith("ringway.");
        }
    }

    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("ringway", "Ringway"),
            Map.entry("jctools", "JCTools"),
            Map.entry("agrona", "Agrona"),
            Map.entry("jdk", "JDK"),
            Map.entry("conversant", "Conversant"),
            Map.entry("lmax", "LMAX"),
            Map.entry("guava", "Guava"),
            Map.entry("textbook", "Textbook"),
            Map.entry("hivemq", "HiveMQ client"),
            Map.entry("original", "Original"),
            Map.entry("control", "Control"),
            Map.entry("jdbc", "JDBC"),
            Map.entry("rocksdb", "RocksDB"),
            Map.entry("artemis", "Artemis"),
            Map.entry("chronicle", "Chronicle"));

    private static final Map<String, Contender> BY_NAME = new LinkedHashMap<>();

    /** Those that are no queue of elements, and take part in suites of their own only. */
    private static final Map<String, Contender> OTHERS = new LinkedHashMap<>();

    static {
        add("ringway.SpscQueue", Threads.SPSC, SpscQueue::new);
        add("ringway.MpscQueue", Threads.MPSC, MpscQueue::new);
        add("ringway.MpmcQueue", Threads.MPMC, MpmcQueue::new);
        add("jctools.SpscArrayQueue", Threads.SPSC, SpscArrayQueue::new);
        add("jctools.SpscVarHandleArrayQueue", Threads.SPSC, SpscVarHandleArrayQueue::new);
        add("jctools.MpscArrayQueue", Threads.MPSC, MpscArrayQueue::new);
        add("jctools.MpscVarHandleArrayQueue", Threads.MPSC, MpscVarHandleArrayQueue::new);
        add("jctools.MpscBlockingConsumerArrayQueue", Threads.MPSC, WaitingMpscQueue::new);
        add("jctools.MpmcArrayQueue", Threads.MPMC, MpmcArrayQueue::new);
        add("jctools.MpmcVarHandleArrayQueue", Threads.MPMC, MpmcVarHandleArrayQueue::new);
        add("agrona.OneToOneConcurrentArrayQueue", Threads.SPSC, OneToOneConcurrentArrayQueue::new);
        add("agrona.ManyToOneConcurrentArrayQueue", Threads.MPSC, ManyToOneConcurrentArrayQueue::new);
        add("agrona.ManyToManyConcurrentArrayQueue", Threads.MPMC, ManyToManyConcurrentArrayQueue::new);
        add("jdk.ArrayBlockingQueue", Threads.MPMC, ArrayBlockingQueue::new);
        add("jdk.LinkedBlockingQueue", Threads.MPMC, LinkedBlockingQueue::new);
        addUnbounded("jdk.LinkedTransferQueue", capacity -> new LinkedTransferQueue<>());
        addUnbounded("jdk.ConcurrentLinkedQueue", capacity -> new ConcurrentLinkedQueue<>());
        add("conversant.PushPullBlockingQueue", Threads.SPSC, PushPullBlockingQueue::new);
        add("conversant.DisruptorBlockingQueue", Threads.MPMC, DisruptorBlockingQueue::new);
        add(
                "conversant.MultithreadConcurrentQueue",
                Threads.MPMC,
                capacity -> new ConversantQueue(new MultithreadConcurrentQueue<>(capacity)));
        add("lmax.SingleProducerRingBuffer", Threads.SPSC, DisruptorQueue::singleProducer);
        add("lmax.MultiProducerRingBuffer", Threads.MPSC, DisruptorQueue::multiProducer);
        add("ringway.ConcurrentPriorityQueue-levels", Threads.MPMC, Prioritized::levels);
        add("ringway.ConcurrentPriorityQueue", Threads.MPMC, Prioritized::anyPriority);
        add("jdk.PriorityBlockingQueue-with-sequence", Threads.MPMC, Prioritized::blockingWithSequence);
        add("jdk.PriorityBlockingQueue", Threads.MPMC, Prioritized::blocking);
        add("jdk.ConcurrentSkipListMap", Threads.MPMC, Prioritized::skipList);
    }

    static {
        addOther("ringway.BatchingQueue", Threads.MPMC);
        addOther("ringway.BatchingQueue.drainBatch", Threads.MPMC);
        addOther("guava.Queues.drain", Threads.MPMC);
        addOther("ringway.WorkStealingDeque", Threads.SPSC);
        addOther("ringway.WorkStealingDeque.private", Threads.SPSC);
        addOther("textbook.ChaseLevDeque", Threads.SPSC);
        addOther("textbook.WeakChaseLevDeque", Threads.SPSC);
        addOther("jdk.ConcurrentLinkedDeque", Threads.MPMC);
        addOther("jdk.ArrayDeque", Threads.SPSC);
        addOther("jdk.ForkJoinPool", Threads.MPMC);
        addOther("ringway.TelemetryBatcher", Threads.MPMC);
        addOther("ringway.TelemetryBatcher.drop-oldest", Threads.MPMC);
        addOther("hivemq.publish-for-each", Threads.MPMC);
        addOther("ringway.CommandQueue", Threads.MPMC);
        addOther("original.deque-and-lock", Threads.MPMC);
        addOther("control.arithmetic", Threads.MPMC);
        addOther("original.deque-and-lock-with-our-encoder", Threads.MPMC);
        addOther("lmax.Disruptor", Threads.MPMC);
        addOther("ringway.MqttIngest", Threads.MPMC);
        addOther("jdbc.row-by-row", Threads.MPMC);
        addOther("jdbc.polled-queue", Threads.MPMC);
        addOther("ringway.Spool", Threads.SPSC);
        addOther("jdk.FileChannel", Threads.SPSC);
        addOther("ringway.DurableQueues", Threads.MPMC);
        addOther("rocksdb.write-batch", Threads.MPMC);
        addOther("artemis.journal", Threads.MPMC);
        addOther("chronicle.queue", Threads.MPMC);
    }

    private Contenders() {}

    /**
     * All queues.
     *
     * @return ours first, then by library
     */
    public static List<Contender> all() {
        return List.copyOf(BY_NAME.values());
    }

    /**
     * The contender of that name.
     *
     * @param name its name
     * @return the contender
     */
    public static Contender named(String name) {
        Contender contender = BY_NAME.getOrDefault(name, OTHERS.get(name));
        if (contender == null) {
            throw new IllegalArgumentException("no queue is named " + name + ", these are: " + BY_NAME.keySet());
        }
        return contender;
    }

    /**
     * Makes a queue.
     *
     * @param name name of the contender
     * @param capacity how many elements it must hold at least
     * @return an empty queue
     */
    public static Queue<Object> queue(String name, int capacity) {
        return named(name).factory().apply(capacity);
    }

    /**
     * Makes a blocking queue.
     *
     * @param name name of the contender
     * @param capacity how many elements it must hold at least
     * @return an empty queue
     */
    public static BlockingQueue<Object> blocking(String name, int capacity) {
        if (queue(name, capacity) instanceof BlockingQueue<Object> blocking) {
            return blocking;
        }
        throw new IllegalArgumentException(name + " does not block");
    }

    /**
     * Makes a queue with its batch operations.
     *
     * @param name name of the contender
     * @param capacity how many elements it must hold at least
     * @param batch the largest batch that will be asked for
     * @return the batch operations of an empty queue
     */
    public static Batching batching(String name, int capacity, int batch) {
        return Batches.of(queue(name, capacity), batch);
    }

    private static void add(String name, Threads threads, IntFunction<Queue<Object>> factory) {
        BY_NAME.put(name, new Contender(name, threads, true, factory));
    }

    private static void addOther(String name, Threads threads) {
        OTHERS.put(name, new Contender(name, threads, true, capacity -> {
            throw new IllegalArgumentException(name + " is not a queue of elements");
        }));
    }

    private static void addUnbounded(String name, IntFunction<Queue<Object>> factory) {
        BY_NAME.put(name, new Contender(name, Threads.MPMC, false, factory));
    }
}
