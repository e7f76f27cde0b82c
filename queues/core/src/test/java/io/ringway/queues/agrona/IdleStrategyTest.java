package io.ringway.queues.agrona;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.queues.BoundedQueue;
import io.ringway.queues.MpmcQueue;
import io.ringway.queues.MpscQueue;
import io.ringway.queues.SpscQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The two loops that the package's Javadoc shows, with Agrona's idle strategies and without a JVM flag. */
class IdleStrategyTest {

    private static final int CAPACITY = 16;
    private static final int ELEMENTS = 2_000;

    static Stream<Arguments> queuesAndStrategies() {
        List<IntFunction<BoundedQueue<Integer>>> queues = List.of(SpscQueue::new, MpscQueue::new, MpmcQueue::new);
        List<Supplier<IdleStrategy>> strategies = List.of(
                BackoffIdleStrategy::new,
                BusySpinIdleStrategy::new,
                YieldingIdleStrategy::new,
                () -> new SleepingIdleStrategy(TimeUnit.MICROSECONDS.toNanos(1)));
        return queues.stream()
                .flatMap(queue -> strategies.stream()
                        .map(strategy -> Arguments.of(queue.apply(CAPACITY), strategy.get(), strategy.get())));
    }

    @ParameterizedTest(name = "{1}, queue {index}")
    @MethodSource("queuesAndStrategies")
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void everythingProducedBeforeTheCloseIsHandledInOrder(
            BoundedQueue<Integer> queue, IdleStrategy producing, IdleStrategy consuming) {
        CompletableFuture<List<Integer>> handled = CompletableFuture.supplyAsync(() -> consume(queue, consuming));

        produce(queue, producing);

        assertThat(handled.join())
                .isEqualTo(IntStream.range(0, ELEMENTS).boxed().toList());
    }

    private static void produce(BoundedQueue<Integer> queue, IdleStrategy idle) {
        for (int i = 0; i < ELEMENTS; i++) {
            while (!queue.offer(i)) {
                idle.idle();
            }
            idle.reset();
        }
        queue.close();
    }

    private static List<Integer> consume(BoundedQueue<Integer> queue, IdleStrategy idle) {
        List<Integer> handled = new ArrayList<>();
        boolean open = true;
        while (open) {
            open = !queue.isClosed();
            int count;
            do {
                count = queue.drain(handled::add, 256);
            } while (!open && count > 0);
            idle.idle(count);
        }
        return handled;
    }
}
