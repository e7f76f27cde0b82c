package io.ringway.stress.lincheck;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.QueueClosedException;
import io.ringway.stress.canary.ParkOnceQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Every wait ends with what it waited for, in each interleaving that Lincheck tries.
 *
 * <p>In Lincheck's model a park may return for no reason, as the JDK allows. So these tests show that a wait copes with
 * that, that nobody waits for something that cannot come, and that no interleaving hands over too little or too much. A
 * lost wake-up they cannot show: the model would wake the thread anyway. The JCStress tests with parking show those:
 * there a thread that nobody wakes hangs.
 */
class WaitingTest {

    private final String test;

    WaitingTest(TestInfo info) {
        test = "WaitingTest." + info.getTestMethod().orElseThrow().getName();
    }

    @Test
    void mpmcTakeEndsByOffer() {
        takeEndsByOffer("MpmcQueue", MpmcQueue::new);
    }

    @Test
    void mpscTakeEndsByOffer() {
        takeEndsByOffer("MpscQueue", MpscQueue::new);
    }

    @Test
    void mpmcPutEndsByPoll() {
        putEndsByPoll("MpmcQueue", MpmcQueue::new);
    }

    @Test
    void mpscPutEndsByPoll() {
        putEndsByPoll("MpscQueue", MpscQueue::new);
    }

    @Test
    void mpmcTakeEndsByClose() {
        takeEndsByClose("MpmcQueue", MpmcQueue::new);
    }

    @Test
    void mpscTakeEndsByClose() {
        takeEndsByClose("MpscQueue", MpscQueue::new);
    }

    @Test
    void mpmcTakeGetsWhatCameBeforeTheClose() {
        takeGetsWhatCameBeforeTheClose("MpmcQueue", MpmcQueue::new);
    }

    @Test
    void mpscTakeGetsWhatCameBeforeTheClose() {
        takeGetsWhatCameBeforeTheClose("MpscQueue", MpscQueue::new);
    }

    @Test
    void mpmcPutEndsByClose() {
        putEndsByClose("MpmcQueue", MpmcQueue::new);
    }

    @Test
    void mpscPutEndsByClose() {
        putEndsByClose("MpscQueue", MpscQueue::new);
    }

    @Test
    void mpmcBothTakesEndByTwoOffers() {
        claim("MpmcQueue", "two takes end by two offers").holds(() -> {
            MpmcQueue<Integer> queue = new MpmcQueue<>(2);
            Party first = new Party(() -> queue.take());
            Party second = new Party(() -> queue.take());
            queue.offer(1);
            queue.offer(2);
            expect(3, first.result() + second.result());
        });
    }

    @Test
    void mpmcBothTakesEndByOneFill() {
        claim("MpmcQueue", "two takes end by one fill").holds(() -> {
            MpmcQueue<Integer> queue = new MpmcQueue<>(2);
            Party first = new Party(() -> queue.take());
            Party second = new Party(() -> queue.take());
            queue.fill(() -> 1, 2);
            expect(2, first.result() + second.result());
        });
    }

    @Test
    void queueThatParksOnlyOnceIsFoundOut() {
        claim("canary", "the check of waits finds a queue that takes every return from park for a wake-up")
                .isRefuted(
                        () -> {
                            ParkOnceQueue queue = new ParkOnceQueue();
                            Party taker = new Party(queue::take);
                            queue.put(1);
                            expect(1, taker.result());
                        },
                        "expected 1 but was 0");
    }

    private Claim claim(String queue, String what) {
        return new Claim(test, queue, what);
    }

    private <Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> void takeEndsByOffer(
            String name, IntFunction<Q> queues) {
        claim(name, "take ends with the element that is offered").holds(() -> {
            Q queue = queues.apply(1);
            Party taker = new Party(queue::take);
            queue.offer(1);
            expect(1, taker.result());
        });
    }

    private <Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> void putEndsByPoll(
            String name, IntFunction<Q> queues) {
        claim(name, "put ends when a poll makes room").holds(() -> {
            Q queue = queues.apply(1);
            queue.offer(1);
            Party putter = new Party(() -> {
                queue.put(2);
                return 2;
            });
            expect(1, queue.poll());
            putter.result();
            expect(2, queue.poll());
        });
    }

    private <Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> void takeEndsByClose(
            String name, IntFunction<Q> queues) {
        claim(name, "take ends by close").holds(() -> {
            Q queue = queues.apply(1);
            Party taker = new Party(queue::take);
            queue.close();
            expect(Party.CLOSED, taker.result());
        });
    }

    private <Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> void takeGetsWhatCameBeforeTheClose(
            String name, IntFunction<Q> queues) {
        claim(name, "take gets an element that was accepted before the close").holds(() -> {
            Q queue = queues.apply(1);
            Party taker = new Party(queue::take);
            queue.offer(1);
            queue.close();
            expect(1, taker.result());
        });
    }

    private <Q extends BoundedQueue<Integer> & BlockingQueue<Integer>> void putEndsByClose(
            String name, IntFunction<Q> queues) {
        claim(name, "put ends by close").holds(() -> {
            Q queue = queues.apply(1);
            queue.offer(1);
            Party putter = new Party(() -> {
                queue.put(2);
                return 2;
            });
            queue.close();
            expect(Party.CLOSED, putter.result());
        });
    }

    /** Compares without a library: Lincheck runs inside of everything that is called here. */
    private static void expect(int expected, int actual) {
        if (actual != expected) {
            throw new AssertionError("expected " + expected + " but was " + actual);
        }
    }

    /** A call in a thread of its own. */
    private static final class Party {

        private static final int CLOSED = -1;

        private final Thread thread;
        private int result;

        private Party(Call call) {
            thread = new Thread(() -> {
                try {
                    result = call.result();
                } catch (QueueClosedException e) {
                    result = CLOSED;
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts", e);
                }
            });
            thread.start();
        }

        /** Waits for the call to end. */
        private int result() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
            return result;
        }
    }

    @FunctionalInterface
    private interface Call {
        int result() throws InterruptedException;
    }
}
