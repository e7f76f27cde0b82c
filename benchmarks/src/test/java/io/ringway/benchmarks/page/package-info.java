@NullMarked
package io.ringway.benchmarks.page;

import org.jspecify.annotations.NullMarked;
