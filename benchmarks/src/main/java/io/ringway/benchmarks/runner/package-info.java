/** Plans, runs and judges the paired comparison. */
@NullMarked
package io.ringway.benchmarks.runner;

import org.jspecify.annotations.NullMarked;
