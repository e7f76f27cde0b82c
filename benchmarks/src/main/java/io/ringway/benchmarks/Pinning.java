package io.ringway.benchmarks;

import java.util.BitSet;
import net.openhft.affinity.Affinity;

/** Ties measured threads to processors, so that no run depends on where the scheduler put them. */
public final class Pinning {

    /** System property that turns pinning off when it is {@code false}. */
    public static final String PROPERTY = "ringway.benchmarks.pin";

    private static final BitSet ALLOWED = allowed();

    private Pinning() {}

    /**
     * Ties the current thread to a processor, when the system allows it.
     *
     * @param index number of the thread in its group; thread i goes to processor i, modulo the processors there are
     */
    public static void pin(int index) {
        if (Boolean.parseBoolean(System.getProperty(PROPERTY, "true")) && ALLOWED.cardinality() > 1) {
            Affinity.setAffinity(processor(ALLOWED, index));
        }
    }

    /** Whether threads 0 and 1 can be tied to two different processors. */
    static boolean pinsTwo() {
        return Boolean.parseBoolean(System.getProperty(PROPERTY, "true")) && ALLOWED.cardinality() > 1;
    }

    /**
     * Finds out whether pinning works here, by trying it with a thread of its own.
     *
     * @return the answer, and how or why not
     */
    public static Answer probe() {
        if (!Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))) {
            return new Answer(false, "turned off by the user");
        }
        if (ALLOWED.isEmpty()) {
            return new Answer(false, "the system does not tell which processors may be used");
        }
        if (ALLOWED.cardinality() == 1) {
            return new Answer(false, "there is one processor only");
        }
        int last = processor(ALLOWED, ALLOWED.cardinality() - 1);
        Probe probe = new Probe(last);
        Thread thread = new Thread(probe, "pinning-probe");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(false, "interrupted while trying");
        }
        return probe.held
                ? new Answer(
                        true, "thread i of a group, producers first, on processor i modulo " + ALLOWED.cardinality())
                : new Answer(false, "the system ignored the request");
    }

    static int processor(BitSet allowed, int index) {
        int processor = allowed.nextSetBit(0);
        for (int i = index % allowed.cardinality(); i > 0; i--) {
            processor = allowed.nextSetBit(processor + 1);
        }
        return processor;
    }

    private static BitSet allowed() {
        BitSet processors = Affinity.getAffinity();
        return processors == null ? new BitSet() : processors;
    }

    /**
     * Whether threads are pinned.
     *
     * @param pinned whether they are
     * @param explanation how, or why not
     */
    public record Answer(boolean pinned, String explanation) {}

    private static final class Probe implements Runnable {

        private final int processor;
        private boolean held;

        Probe(int processor) {
            this.processor = processor;
        }

        @Override
        public void run() {
            Affinity.setAffinity(processor);
            BitSet now = Affinity.getAffinity();
            held = now != null && now.cardinality() == 1 && now.get(processor);
        }
    }
}
