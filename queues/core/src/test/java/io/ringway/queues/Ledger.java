package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/**
 * Checksums over elements that are a producer's number and its running count. One ledger belongs to one thread; ledgers
 * of several threads are merged afterwards, so that the counting adds no memory barrier which could hide one that the
 * queue lacks.
 */
final class Ledger {

    private static final int SEQUENCE_BITS = 40;

    private final long[] counts;
    private final long[] sums;
    private final long[] xors;
    private final long[] mixedSums;
    private final long[] newest;

    Ledger(int producers) {
        counts = new long[producers];
        sums = new long[producers];
        xors = new long[producers];
        mixedSums = new long[producers];
        newest = new long[producers];
        Arrays.fill(newest, -1);
    }

    static Long element(int producer, long sequence) {
        return ((long) producer << SEQUENCE_BITS) | sequence;
    }

    /** What a producer's first {@code count} elements add up to. */
    static Ledger ofFirst(long[] count) {
        Ledger ledger = new Ledger(count.length);
        for (int producer = 0; producer < count.length; producer++) {
            for (long sequence = 0; sequence < count[producer]; sequence++) {
                ledger.record(element(producer, sequence));
            }
        }
        return ledger;
    }

    /** Records an element that arrived in its turn: after all that the same producer inserted before it. */
    void recordInOrder(Long element) {
        int producer = (int) (element >>> SEQUENCE_BITS);
        long sequence = element & ((1L << SEQUENCE_BITS) - 1);
        if (sequence <= newest[producer]) {
            throw new AssertionError("producer " + producer + ": " + sequence + " came after " + newest[producer]);
        }
        newest[producer] = sequence;
        record(element);
    }

    /** Records an element that was taken from anywhere. */
    void record(Long element) {
        int producer = (int) (element >>> SEQUENCE_BITS);
        counts[producer]++;
        sums[producer] += element;
        xors[producer] ^= element;
        mixedSums[producer] += mixed(element);
    }

    void merge(Ledger other) {
        for (int producer = 0; producer < counts.length; producer++) {
            counts[producer] += other.counts[producer];
            sums[producer] += other.sums[producer];
            xors[producer] ^= other.xors[producer];
            mixedSums[producer] += other.mixedSums[producer];
        }
    }

    long count() {
        return Arrays.stream(counts).sum();
    }

    /** Each of the expected elements was recorded, exactly once, and none besides. */
    void assertSameElementsAs(Ledger expected) {
        assertThat(counts).as("count of each producer").isEqualTo(expected.counts);
        assertThat(sums).as("sum of each producer").isEqualTo(expected.sums);
        assertThat(xors).as("xor of each producer").isEqualTo(expected.xors);
        assertThat(mixedSums).as("sum of the mixed bits of each producer").isEqualTo(expected.mixedSums);
    }

    /** Spreads the bits, so that one element lost and another delivered twice cannot cancel out. */
    private static long mixed(long element) {
        long bits = (element ^ (element >>> 32)) * 0xd6e8feb86659fd93L;
        return (bits ^ (bits >>> 32)) * 0xd6e8feb86659fd93L;
    }
}
