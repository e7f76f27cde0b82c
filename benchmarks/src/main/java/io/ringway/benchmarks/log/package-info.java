/** The segment log and the spool, on the disk under the working directory. */
@NullMarked
package io.ringway.benchmarks.log;

import org.jspecify.annotations.NullMarked;
