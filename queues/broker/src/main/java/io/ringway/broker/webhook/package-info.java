/** Tells others of dead letters. */
@NullMarked
package io.ringway.broker.webhook;

import org.jspecify.annotations.NullMarked;
