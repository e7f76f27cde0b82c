package io.ringway.queues;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import java.util.Arrays;
import java.util.Queue;
import junit.framework.Test;
import junit.framework.TestSuite;
import org.junit.runner.RunWith;
import org.junit.runners.AllTests;

/** Guava's suite for queues, over the queues that are full collections. */
@RunWith(AllTests.class)
public final class GuavaQueueSuiteTest {

    private GuavaQueueSuiteTest() {}

    /** Room for the largest sample and what the suite adds to it. */
    private static final int CAPACITY = 16;

    public static Test suite() {
        TestSuite suite = new TestSuite(GuavaQueueSuiteTest.class.getName());
        QueueKind.BLOCKING.forEach(kind -> suite.addTest(suiteOf(kind)));
        return suite;
    }

    private static TestSuite suiteOf(QueueKind kind) {
        TestStringQueueGenerator generator = new TestStringQueueGenerator() {
            @Override
            protected Queue<String> create(String[] elements) {
                Queue<String> queue = kind.create(CAPACITY);
                queue.addAll(Arrays.asList(elements));
                return queue;
            }
        };
        return QueueTestSuiteBuilder.using(generator)
                .named(kind.name())
                .withFeatures(CollectionSize.ANY, CollectionFeature.GENERAL_PURPOSE, CollectionFeature.KNOWN_ORDER)
                .createTestSuite();
    }
}
