package io.ringway.queues;

import java.util.List;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpqSanityTest;
import org.jctools.queues.spec.ConcurrentQueueSpec;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** The suite that JCTools publishes for draining and filling, over our queues. */
@RunWith(Parameterized.class)
@SuppressWarnings("deprecation") // the suite itself takes the deprecated type
public final class JctoolsMessagePassingSanityTest extends MpqSanityTest {

    public JctoolsMessagePassingSanityTest(ConcurrentQueueSpec spec, MessagePassingQueue<Integer> queue) {
        super(spec, queue);
    }

    @Parameters(name = "{index}")
    public static List<Object[]> parameters() {
        return JctoolsSuite.parameters(MessagePassingAdapter::new);
    }
}
