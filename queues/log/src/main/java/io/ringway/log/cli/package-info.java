/** The command line of the log. It needs picocli, an optional dependency. */
@NullMarked
package io.ringway.log.cli;

import org.jspecify.annotations.NullMarked;
