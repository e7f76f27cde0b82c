/** The command line. */
@NullMarked
package io.ringway.broker.cli;

import org.jspecify.annotations.NullMarked;
