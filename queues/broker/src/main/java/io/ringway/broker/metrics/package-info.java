/** Figures for Prometheus. */
@NullMarked
package io.ringway.broker.metrics;

import org.jspecify.annotations.NullMarked;
