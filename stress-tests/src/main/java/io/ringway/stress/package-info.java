/**
 * What runs the correctness tests and judges them.
 *
 * <p>{@link io.ringway.stress.Gate} runs JCStress and doesn't take its word for it: a run in which nothing matched ends
 * with exit code 0, a test with more actors than cores is skipped silently, and a harness that finds nothing would look
 * like a queue without faults. So every listed test must have samples or a reason, and deliberately broken queues, the
 * canaries, must be found.
 */
@NullMarked
package io.ringway.stress;

import org.jspecify.annotations.NullMarked;
