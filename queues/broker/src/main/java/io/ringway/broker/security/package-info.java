/** Users, tokens and certificates. */
@NullMarked
package io.ringway.broker.security;

import org.jspecify.annotations.NullMarked;
