/** The HTTP side: REST for queues, health, metrics and the dashboard's files. */
@NullMarked
package io.ringway.broker.http;

import org.jspecify.annotations.NullMarked;
