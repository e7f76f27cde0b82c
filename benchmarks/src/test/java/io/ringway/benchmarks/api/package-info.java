/** Guards what users compile against; this module is the only one that sees every jar. */
@NullMarked
package io.ringway.benchmarks.api;

import org.jspecify.annotations.NullMarked;
