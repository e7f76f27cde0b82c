package io.ringway.queues;

import static io.ringway.queues.QueueKind.pollAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.openjdk.jol.info.GraphLayout;

/** The operations that never block, in one thread. */
class OfferPollTest {

    private static final int CAPACITY = 8;

    @EveryQueue
    void newQueueIsEmpty(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.remainingCapacity()).isEqualTo(CAPACITY);
        assertThat(queue.poll()).isNull();
        assertThat(queue.peek()).isNull();
        assertThat(queue.isClosed()).isFalse();
    }

    @EveryQueue
    void emptyQueueHasNoElementToRemoveOrShow(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);

        assertThatThrownBy(queue::element).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);
    }

    @EveryQueue
    void elementsLeaveInTheOrderOfTheirArrivalOverManyLaps(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(CAPACITY);
        Random random = new Random(kind.ordinal());
        int offered = 0;
        int polled = 0;

        while (polled < 1000 * CAPACITY) {
            for (int n = random.nextInt(CAPACITY + 1); n > 0 && queue.offer(offered); n--) {
                offered++;
            }
            for (int n = random.nextInt(CAPACITY + 1); n > 0 && polled < offered; n--) {
                assertThat(queue.poll()).isEqualTo(polled++);
            }
            assertThat(queue.size()).isEqualTo(offered - polled);
            assertThat(queue.remainingCapacity()).isEqualTo(CAPACITY - (offered - polled));
            assertThat(queue.isEmpty()).isEqualTo(offered == polled);
        }
    }

    @EveryQueue
    void queueOfOneElementAlternates(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.create(1);

        for (int i = 0; i < 1000; i++) {
            assertThat(queue.poll()).isNull();
            assertThat(queue.offer(i)).isTrue();
            assertThat(queue.offer(-1)).isFalse();
            assertThat(queue.peek()).isEqualTo(i);
            assertThat(queue.poll()).isEqualTo(i);
        }
    }

    @EveryQueue
    void theVeryInstanceComesOut(QueueKind kind) {
        BoundedQueue<String> queue = kind.create(CAPACITY);
        String first = new String("same");
        String second = new String("same");
        queue.add(first);
        queue.add(second);

        assertThat(queue.peek()).isSameAs(first);
        assertThat(queue.poll()).isSameAs(first);
        assertThat(queue.poll()).isSameAs(second);
    }

    @EveryQueue
    void peekAndElementRemoveNothing(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(3, CAPACITY);

        for (int i = 0; i < 3; i++) {
            assertThat(queue.peek()).isZero();
            assertThat(queue.element()).isZero();
        }
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.remove()).isZero();
        assertThat(queue.peek()).isEqualTo(1);
    }

    @EveryQueue
    void fullQueueRefusesAndCountsEachRefusalOnce(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);

        for (int refusals = 1; refusals <= 5; refusals++) {
            assertThat(queue.offer(-1)).isFalse();
            assertThat(queue.stats().rejected()).isEqualTo(refusals);
        }
        assertThat(pollAll(queue)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @EveryQueue
    void addToAFullQueueThrowsAndCountsOnce(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY, CAPACITY);

        assertThatThrownBy(() -> queue.add(-1))
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(QueueClosedException.class);
        assertThat(queue.stats().rejected()).isOne();
        assertThat(queue.size()).isEqualTo(CAPACITY);
    }

    @EveryQueue
    void addAllKeepsWhatFitted(QueueKind kind) {
        BoundedQueue<Integer> queue = kind.holding(CAPACITY - 2, CAPACITY);

        assertThatThrownBy(() -> queue.addAll(List.of(6, 7, 8))).isInstanceOf(IllegalStateException.class);
        assertThat(pollAll(queue)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @EveryQueue
    void clearEmptiesTheQueueAndGivesItsRoomBack(QueueKind kind) {
        for (int held = 0; held <= CAPACITY; held++) {
            BoundedQueue<Integer> queue = kind.holding(held, CAPACITY);

            queue.clear();

            assertThat(queue).isEmpty();
            assertThat(queue.remainingCapacity()).isEqualTo(CAPACITY);
            assertThat(queue.stats()).isEqualTo(new QueueStats(CAPACITY, 0, held, held, 0));
            for (int i = 0; i < CAPACITY; i++) {
                assertThat(queue.offer(i)).isTrue();
            }
            assertThat(pollAll(queue)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @EveryQueue
    void queueKeepsNothingAliveThatLeftIt(QueueKind kind) {
        BoundedQueue<Token> queue = kind.create(CAPACITY);
        for (int i = 0; i < CAPACITY; i++) {
            queue.add(new Token());
        }
        assertThat(tokensReachableFrom(queue)).isEqualTo(CAPACITY);

        queue.poll();
        assertThat(tokensReachableFrom(queue)).isEqualTo(CAPACITY - 1);
        queue.drain(token -> {}, 2);
        assertThat(tokensReachableFrom(queue)).isEqualTo(CAPACITY - 3);
        queue.clear();
        assertThat(tokensReachableFrom(queue)).isZero();
    }

    private static final class Token {}

    private static long tokensReachableFrom(Object queue) {
        return GraphLayout.parseInstance(queue).getClassCounts().count(Token.class);
    }
}
