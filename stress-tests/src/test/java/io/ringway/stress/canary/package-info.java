/**
 * Canaries: queues with a fault each, and the tests that must find it.
 *
 * <p>They show that the tests can fail. The gate runs each of them apart from the tests of the real queues and fails
 * the build if JCStress lets one pass; the Lincheck tests try some of them as well. They are test code, so
 * {@code jcstress.jar} doesn't list them. By hand:
 *
 * <pre>java -cp stress-tests/target/test-classes:stress-tests/target/jcstress.jar org.openjdk.jcstress.Main</pre>
 */
package io.ringway.stress.canary;
