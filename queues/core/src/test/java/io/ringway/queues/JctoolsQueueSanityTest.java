package io.ringway.queues;

import java.util.List;
import java.util.Queue;
import org.jctools.queues.QueueSanityTest;
import org.jctools.queues.spec.ConcurrentQueueSpec;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** The suite that JCTools publishes for its own queues, over ours. */
@RunWith(Parameterized.class)
@SuppressWarnings("deprecation") // the suite itself takes the deprecated type
public final class JctoolsQueueSanityTest extends QueueSanityTest {

    public JctoolsQueueSanityTest(ConcurrentQueueSpec spec, Queue<Integer> queue) {
        super(spec, queue);
    }

    @Parameters(name = "{index}")
    public static List<Object[]> parameters() {
        return JctoolsSuite.parameters(queue -> queue);
    }
}
