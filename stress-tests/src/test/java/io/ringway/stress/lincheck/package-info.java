/**
 * Lincheck tests: linearizability against a sequential specification, and the claims of progress.
 *
 * <p>Lincheck's model checker assumes that memory is sequentially consistent, so an ordering that is too weak is
 * invisible to it: the JCStress tests are there for that.
 */
package io.ringway.stress.lincheck;
