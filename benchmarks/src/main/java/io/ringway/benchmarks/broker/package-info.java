/** What the broker does, seen from its clients. */
@NullMarked
package io.ringway.benchmarks.broker;

import org.jspecify.annotations.NullMarked;
