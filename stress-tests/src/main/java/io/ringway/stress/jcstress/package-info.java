/**
 * JCStress tests of the queues: every pair of operations that may race.
 *
 * <p>One outer class holds one race, its hypothesis, and what a weakened queue would show; the nested classes are the
 * tests, one a queue and capacity. The outcomes and their meaning stand on the nested {@code Outcomes}, or on the test
 * itself where only one queue allows the race. An outcome that isn't listed is forbidden.
 *
 * <p>Results are written as JCStress writes them: the values that the actors saw, then what the arbiter found left in
 * the queue, in its order, with {@code -} for an empty queue. Elements are single digits.
 *
 * <p>A thread that is never woken is interrupted after a while; its outcome is then {@code interrupted}, which is
 * forbidden.
 *
 * <p>Races of three and four threads are in {@link io.ringway.stress.jcstress.many}: JCStress runs them on machines
 * with that many cores.
 */
package io.ringway.stress.jcstress;
