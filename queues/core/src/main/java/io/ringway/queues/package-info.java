/**
 * Bounded queues for passing objects between threads.
 *
 * <h2>Which one</h2>
 *
 * <table class="striped">
 * <caption>The queues by the threads that may use them</caption>
 * <thead><tr><th scope="col">type</th><th scope="col">producers</th><th scope="col">consumers</th><th scope="col">blocking</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">{@link io.ringway.queues.SpscQueue}</th><td>1</td><td>1</td><td>no</td></tr>
 * <tr><th scope="row">{@link io.ringway.queues.MpscQueue}</th><td>any</td><td>1</td><td>yes</td></tr>
 * <tr><th scope="row">{@link io.ringway.queues.MpmcQueue}</th><td>any</td><td>any</td><td>yes</td></tr>
 * <tr><th scope="row">{@link io.ringway.queues.ConcurrentPriorityQueue}</th><td>any</td><td>any</td><td>yes</td></tr>
 * </tbody>
 * </table>
 *
 * <p>{@link io.ringway.queues.BatchingQueue} hands over batches instead of elements: by size, or when their oldest
 * element has waited long enough; any number of producers and consumers, blocking or not.
 *
 * <p>"Blocking" says whether the class is also a {@link java.util.concurrent.BlockingQueue}. All of them are
 * {@link io.ringway.queues.BoundedQueue}s, whose page holds the common contract: order, limits, memory effects, and the
 * end of life.
 *
 * <p>{@link io.ringway.queues.WorkStealingDeque} is none of these: one thread pushes and pops at one end, others steal
 * from the other.
 *
 * <h2>Waiting without blocking</h2>
 *
 * The non-blocking operations return at once and tell how much work they did. That is the form that the idle strategies
 * of Agrona take, so a thread of its own can serve a queue with the waiting policy of its choice, from busy spinning to
 * parking. Agrona's idle strategies need no JVM flag. Agrona is an optional dependency: add {@code org.agrona:agrona}
 * to use it.
 *
 * <pre>{@code
 * IdleStrategy idle = new BackoffIdleStrategy(); // spins, then yields, then parks for ever longer
 * boolean open = true;
 * while (open) {
 *     open = !queue.isClosed(); // read before draining: what was accepted before the close is still handled
 *     int handled;
 *     do {
 *         handled = queue.drain(this::handle, 256);
 *     } while (!open && handled > 0);
 *     idle.idle(handled); // resets after work, backs off without
 * }
 * }</pre>
 *
 * A producer waits for room the same way:
 *
 * <pre>{@code
 * while (!queue.offer(element)) { // ends with QueueClosedException when the queue is closed
 *     idle.idle();
 * }
 * idle.reset();
 * }</pre>
 *
 * An idle strategy object belongs to one thread.
 */
@NullMarked
package io.ringway.queues;

import org.jspecify.annotations.NullMarked;
