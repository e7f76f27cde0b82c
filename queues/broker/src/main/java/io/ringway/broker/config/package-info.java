/** Reads the configuration of the broker. */
@NullMarked
package io.ringway.broker.config;

import org.jspecify.annotations.NullMarked;
