/** Tests of the measurements of durable delivery. */
@NullMarked
package io.ringway.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
