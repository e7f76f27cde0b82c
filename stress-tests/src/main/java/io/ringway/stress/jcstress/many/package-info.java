/**
 * JCStress tests with three and four actors.
 *
 * <p>JCStress runs a test only if each actor gets a core of its own, and skips it silently otherwise; the gate lists
 * what was skipped. Two actors already show most faults. These add what needs a third thread: a wake-up that goes to
 * the wrong waiter, and helpers that meet.
 */
package io.ringway.stress.jcstress.many;
