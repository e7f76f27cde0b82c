package io.ringway.queues;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real threads, more of them than cores too, and checksums. */
class TransferTest {

    private static final int ELEMENTS = 60_000;
    private static final int ELEMENTS_BEFORE_A_CLOSE = 3_000;
    private static final int CLOSES = 15;

    private record Shape(int producers, int consumers) {}

    private record Style(Insertion insertion, Removal removal) {}

    private static final List<Shape> SHAPES =
            List.of(new Shape(1, 1), new Shape(3, 1), new Shape(2, 2), new Shape(4, 4));

    private static final List<Style> STYLES = List.of(
            new Style(Insertion.OFFER, Removal.POLL),
            new Style(Insertion.FILL, Removal.DRAIN),
            new Style(Insertion.PUT, Removal.TAKE),
            new Style(Insertion.TIMED_OFFER, Removal.TIMED_POLL),
            new Style(Insertion.PUT, Removal.DRAIN_TO),
            new Style(Insertion.OFFER, Removal.TAKE),
            new Style(Insertion.FILL, Removal.TAKE),
            new Style(Insertion.PUT, Removal.DRAIN),
            new Style(Insertion.NON_BLOCKING_MIX, Removal.NON_BLOCKING_MIX),
            new Style(Insertion.MIX, Removal.MIX));

    private static final int[] CAPACITIES = {1, 64};
    private static final int BATCH = 16;

    private static Stream<Arguments> transfers() {
        List<Arguments> transfers = new ArrayList<>();
        for (QueueKind kind : QueueKind.values()) {
            if (kind == QueueKind.PRIORITY) {
                // Threads meet in the same code as with PRIORITY_LEVELS; PriorityTransferTest has both.
                continue;
            }
            for (Shape shape : SHAPES) {
                for (Style style : STYLES) {
                    if (shape.producers() == kind.producers(shape.producers())
                            && shape.consumers() == kind.consumers(shape.consumers())
                            && style.insertion().suits(kind)
                            && style.removal().suits(kind)) {
                        transfers.add(Arguments.of(kind, shape, style));
                    }
                }
            }
        }
        return transfers.stream();
    }

    @ParameterizedTest
    @MethodSource("transfers")
    void everyElementArrivesOnceAndInOrder(QueueKind kind, Shape shape, Style style) throws Exception {
        for (int capacity : CAPACITIES) {
            transfer(kind, capacity, shape, style, ELEMENTS, Transfer.AT_THE_END)
                    .run();
        }
    }

    @ParameterizedTest
    @MethodSource("transfers")
    void whatWasAcceptedBeforeACloseArrives(QueueKind kind, Shape shape, Style style) throws Exception {
        for (int i = 0; i < CLOSES; i++) {
            int capacity = CAPACITIES[i % CAPACITIES.length];
            long closeAfter = 1 + (long) i * ELEMENTS_BEFORE_A_CLOSE / CLOSES;
            transfer(kind, capacity, shape, style, 2 * ELEMENTS_BEFORE_A_CLOSE, closeAfter)
                    .run();
        }
    }

    private static Transfer transfer(
            QueueKind kind, int capacity, Shape shape, Style style, int elements, long closeAfter) {
        return new Transfer(
                kind,
                capacity,
                shape.producers(),
                shape.consumers(),
                elements / shape.producers(),
                style.insertion(),
                style.removal(),
                BATCH,
                false,
                closeAfter);
    }

    private static Stream<Arguments> removals() {
        return Stream.of(
                // A single consumer is the only one that may remove, so it does both.
                Arguments.of(QueueKind.MPSC, new Shape(3, 1), Removal.POLL_OR_FROM_ANYWHERE, Named.of("alone", false)),
                Arguments.of(QueueKind.MPMC, new Shape(1, 1), Removal.POLL, Named.of("third party", true)),
                Arguments.of(QueueKind.MPMC, new Shape(2, 2), Removal.DRAIN, Named.of("third party", true)),
                Arguments.of(QueueKind.MPMC, new Shape(2, 2), Removal.MIX, Named.of("third party", true)),
                Arguments.of(
                        QueueKind.MPMC, new Shape(4, 4), Removal.POLL_OR_FROM_ANYWHERE, Named.of("third party", true)),
                Arguments.of(QueueKind.PRIORITY, new Shape(2, 2), Removal.MIX, Named.of("third party", true)),
                Arguments.of(
                        QueueKind.PRIORITY_LEVELS,
                        new Shape(4, 4),
                        Removal.POLL_OR_FROM_ANYWHERE,
                        Named.of("third party", true)));
    }

    @ParameterizedTest
    @MethodSource("removals")
    void elementsRemovedFromAnywhereAreNotDelivered(QueueKind kind, Shape shape, Removal removal, boolean thirdParty)
            throws Exception {
        for (int capacity : CAPACITIES) {
            for (long closeAfter : new long[] {Transfer.AT_THE_END, ELEMENTS / 4}) {
                new Transfer(
                                kind,
                                capacity,
                                shape.producers(),
                                shape.consumers(),
                                ELEMENTS / 2 / shape.producers(),
                                Insertion.MIX,
                                removal,
                                BATCH,
                                thirdParty,
                                closeAfter)
                        .run();
            }
        }
    }
}
