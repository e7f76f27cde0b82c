/** The results of a run, as {@code run.json} holds them and the page reads them. */
@NullMarked
package io.ringway.benchmarks.model;

import org.jspecify.annotations.NullMarked;
