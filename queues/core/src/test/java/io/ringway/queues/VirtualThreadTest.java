package io.ringway.queues;

import org.junit.jupiter.api.BeforeEach;

/** Thousands of virtual threads on queues that are much too small for them. */
class VirtualThreadTest {

    @BeforeEach
    void requireVirtualThreads() {
        VirtualThreads.require();
    }

    @EveryBlockingQueue
    void thousandsOfVirtualThreadsGetThrough(QueueKind kind) throws Exception {
        for (int capacity : new int[] {1, 8}) {
            VirtualThreads.transferThrough(kind, capacity);
        }
    }

    @EveryBlockingQueue
    void closeEndsThousandsOfWaits(QueueKind kind) throws Exception {
        VirtualThreads.closeUnderWaiters(kind);
    }
}
