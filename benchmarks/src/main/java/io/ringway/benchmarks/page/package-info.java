/** The results page: one self-contained HTML file a run, with its pictures, and the list of all runs. */
@NullMarked
package io.ringway.benchmarks.page;

import org.jspecify.annotations.NullMarked;
