/** Tests of the engine of durable queues. */
package io.ringway.durable;
