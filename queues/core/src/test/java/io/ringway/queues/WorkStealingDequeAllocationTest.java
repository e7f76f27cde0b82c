package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No operation allocates, once its code has run. */
class WorkStealingDequeAllocationTest {

    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void nothingIsAllocated(int privateLimit) {
        WorkStealingDeque<Object> deque = new WorkStealingDeque<>(16, privateLimit);
        WorkStealingDeque<Object> into = new WorkStealingDeque<>(16, privateLimit);
        Object element = new Object();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        use(deque, into, element); // links the handles, which allocates

        long before = threads.getThreadAllocatedBytes(thread);
        use(deque, into, element);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertThat(deque.stats().enqueued()).isEqualTo(40L * ROUNDS);
        // The measurement itself allocates a little; an object a round would be 16 bytes a round.
        assertThat(allocated).isLessThan(ROUNDS);
    }

    private static void use(WorkStealingDeque<Object> deque, WorkStealingDeque<Object> into, Object element) {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 20; i++) {
                deque.push(element);
            }
            deque.share();
            deque.stealBatch(into, 4);
            deque.steal();
            deque.push(element);
            deque.push(element);
            deque.push(element);
            deque.push(element);
            while (deque.pop() != null) {
                into.pop();
            }
            deque.steal();
        }
    }
}
