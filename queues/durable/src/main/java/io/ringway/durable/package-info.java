/**
 * Durable queues: partitions, consumer groups, leases, retry with backoff, dead letters, de-duplication, priorities and
 * scheduled delivery. Begin with {@link io.ringway.durable.DurableQueues}.
 *
 * <h2>Life of a message</h2>
 *
 * A message is queued, delivered, and settled by each consumer group; within a group it goes to one consumer. A
 * delivery that is not acknowledged in time, or negatively, is tried again after a growing wait; when the retries are
 * used up, or it is rejected, or its time has passed, the message becomes a dead letter: a message of the dead-letter
 * queue, in the same atomic step. A message is deleted when at least one group has settled it and none still needs it,
 * or when it expires. Messages stay while there is no group.
 *
 * <h2>Leases</h2>
 *
 * Every delivery carries a lease: a token that no other delivery ever has. Settling needs it, and is refused once the
 * lease has expired, was revoked, or was used. The attempt number is 1 for the first delivery and one more for each
 * that follows, also after the death of the process. A power cut may take back the deliveries and settlements of the
 * moments before it, as if they had not been made; their tokens are never used again.
 *
 * <h2>Time</h2>
 *
 * The engine follows the system's clock when it is opened, never behind what it has seen before, and from then on
 * counts real time by itself: a change of the system's clock while it runs neither expires anything nor holds it back.
 */
@NullMarked
package io.ringway.durable;

import org.jspecify.annotations.NullMarked;
