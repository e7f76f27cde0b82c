package io.ringway.queues;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Any number of producers and consumers, any capacity, any batch, any moment of the end. */
class TransferPropertyTest {

    private static final int TRIES = 150;
    private static final int MAX_THREADS_A_SIDE = 4;
    private static final int MAX_ELEMENTS_A_PRODUCER = 4_000;
    private static final int MAX_CAPACITY = 70;
    private static final int MAX_BATCH = 90;

    // A race that failed once need not fail again: there is nothing to shrink by.
    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whatIsAcceptedArrivesOnceAndInOrder(@ForAll("transfers") Transfer transfer) throws Exception {
        transfer.run();
    }

    @Provide
    Arbitrary<Transfer> transfers() {
        return Arbitraries.of(QueueKind.class).flatMap(TransferPropertyTest::transfersOf);
    }

    private static Arbitrary<Transfer> transfersOf(QueueKind kind) {
        Arbitrary<Integer> threads = Arbitraries.integers().between(1, MAX_THREADS_A_SIDE);
        Arbitrary<Insertion> insertion = Arbitraries.of(
                Arrays.stream(Insertion.values()).filter(way -> way.suits(kind)).toList());
        Arbitrary<Removal> removal = Arbitraries.of(
                Arrays.stream(Removal.values()).filter(way -> way.suits(kind)).toList());
        Arbitrary<Long> closeAfter = Arbitraries.oneOf(
                Arbitraries.just(Transfer.AT_THE_END), Arbitraries.longs().between(0, MAX_ELEMENTS_A_PRODUCER / 2));
        return Combinators.combine(
                        Arbitraries.integers().between(1, MAX_CAPACITY),
                        threads,
                        threads,
                        Arbitraries.integers().between(MAX_ELEMENTS_A_PRODUCER / 2, MAX_ELEMENTS_A_PRODUCER),
                        insertion,
                        removal,
                        Arbitraries.integers().between(1, MAX_BATCH),
                        closeAfter)
                .as((capacity, producers, consumers, perProducer, in, out, batch, end) -> new Transfer(
                        kind,
                        capacity,
                        kind.producers(producers),
                        kind.consumers(consumers),
                        perProducer,
                        in,
                        out,
                        batch,
                        kind.allowsManyConsumers() && batch % 2 == 0,
                        end));
    }
}
