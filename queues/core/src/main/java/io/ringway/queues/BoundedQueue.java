package io.ringway.queues;

import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue with a fixed bound and an end of life.
 *
 * <p>To {@link Queue} this adds moving many elements in one call ({@link #drain drain}, {@link #fill fill}), the bound
 * ({@link #capacity}, {@link #remainingCapacity}), an orderly end ({@link #close}), and exact counts ({@link #stats}).
 * None of the operations declared here blocks.
 *
 * <h2>Threads</h2>
 *
 * An implementation says how many threads may insert (its producers) and how many may remove (its consumers) at a time.
 * {@link #offer}, {@link #add} and {@link #fill} are for producers; {@link #poll}, {@link #peek}, {@link #remove()},
 * {@link #element}, {@link #drain} and {@link #clear} for consumers. Any thread may call {@link #size},
 * {@link #isEmpty}, {@link #capacity}, {@link #remainingCapacity}, {@link #close}, {@link #isClosed} and
 * {@link #stats}. More threads in a role than the implementation allows break the queue without notice; a role may pass
 * from one thread to another if the hand-over itself is a happens-before edge.
 *
 * <h2>Memory effects</h2>
 *
 * Actions in a thread before it inserts an element <i>happen-before</i> actions in another thread after that element
 * was removed or seen there, as with the collections of {@code java.util.concurrent}. Actions before a {@link #close}
 * happen-before actions after a call, in any thread, that found the queue closed: {@link #isClosed} returning
 * {@code true}, or a {@link QueueClosedException}.
 *
 * <h2>End of life</h2>
 *
 * After {@link #close} every inserting operation throws {@link QueueClosedException}, whether there is room or not.
 * Consumers drain what is left; then {@link #poll} returns {@code null}. Nothing that was accepted is lost. Once
 * {@link #isClosed} has returned {@code true}, a later {@link #isEmpty} that returns {@code true} is final.
 *
 * <pre>{@code
 * try (BoundedQueue<Reading> queue = new MpmcQueue<>(1024)) {
 *     startConsumers(queue);
 *     produce(queue);
 * } // the consumers finish what was accepted, and see that the end has come
 * }</pre>
 *
 * <h2>Bad arguments</h2>
 *
 * An element, sink or source that is {@code null} gives {@link NullPointerException}; a negative limit gives
 * {@link IllegalArgumentException}. The message names the argument and its value. The queue is unchanged and stays
 * usable. Arguments are checked before the state of the queue.
 *
 * @param <E> the type of the elements; no element is {@code null}
 */
public interface BoundedQueue<E> extends Queue<E>, AutoCloseable {

    /**
     * Inserts an element if there is room. Never blocks.
     *
     * @param e the element
     * @return {@code true} if the queue took the element, {@code false} if the queue was full; each {@code false} is
     *     counted as {@linkplain QueueStats#rejected() rejected}
     * @throws NullPointerException if {@code e} is {@code null}
     * @throws QueueClosedException if the queue is closed, full or not
     */
    @Override
    boolean offer(E e);

    /**
     * Inserts an element, or throws if there is no room. Never blocks.
     *
     * @param e the element
     * @return {@code true}
     * @throws NullPointerException if {@code e} is {@code null}
     * @throws QueueClosedException if the queue is closed, full or not
     * @throws IllegalStateException if the queue is full, which is counted as {@linkplain QueueStats#rejected()
     *     rejected}
     */
    @Override
    boolean add(E e);

    /**
     * Removes the element at the head. Never blocks.
     *
     * @return the element, or {@code null} if the queue was empty
     */
    @Override
    @Nullable
    E poll();

    /**
     * Returns the element at the head and leaves it there. Never blocks.
     *
     * @return the element, or {@code null} if the queue was empty
     */
    @Override
    @Nullable
    E peek();

    /**
     * Removes up to {@code limit} elements in the order of the queue and gives each to {@code sink}. Never blocks: ends
     * when the queue is empty.
     *
     * <p>Each element has left the queue when the sink receives it. If the sink throws, that element is gone and the
     * exception reaches the caller; the elements before it have been handled, those after it are still in the queue, in
     * order. The sink may use this queue, except that it must not take a role that belongs to another thread.
     *
     * @param sink what receives the elements, in the calling thread
     * @param limit the most elements to remove, at least 0
     * @return the number of elements given to the sink, from 0 to {@code limit}
     * @throws NullPointerException if {@code sink} is {@code null}
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    int drain(Consumer<? super E> sink, int limit);

    /**
     * Asks {@code source} for up to {@code limit} elements and inserts them in that order. Never blocks: ends when
     * there is no room.
     *
     * <p>The source is asked only for elements for which there is room, so that none is lost. If the source throws or
     * returns {@code null}, the exception reaches the caller; what the source gave before is in the queue. Missing room
     * is not counted as {@linkplain QueueStats#rejected() rejected}: the caller still has those elements.
     *
     * @param source what supplies the elements, in the calling thread
     * @param limit the most elements to insert, at least 0
     * @return the number of elements inserted, from 0 to {@code limit}
     * @throws NullPointerException if {@code source} is {@code null} or returns {@code null}
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws QueueClosedException if the queue is closed, full or not
     */
    int fill(Supplier<? extends E> source, int limit);

    /**
     * Returns the number of elements in the queue. While other threads insert and remove, the number is one that may
     * already have passed; it never leaves the range.
     *
     * @return the number of elements, from 0 to {@link #capacity()}
     */
    @Override
    int size();

    /**
     * Tells whether the queue has no element.
     *
     * @return {@code true} if there was none
     */
    @Override
    boolean isEmpty();

    /**
     * Returns the most elements that the queue can hold. This may be more than was asked for: an implementation says so
     * if it rounds up. It never changes.
     *
     * @return the bound in elements, at least 1
     */
    int capacity();

    /**
     * Returns the number of elements for which there is room: {@link #capacity()} less {@link #size()} at one instant.
     * Closing the queue doesn't change it.
     *
     * @return the room in elements, from 0 to {@link #capacity()}
     */
    int remainingCapacity();

    /**
     * Removes the elements that are in the queue when it is called. They count as {@linkplain QueueStats#dequeued()
     * dequeued}. Elements that producers insert in the meantime may be removed or stay.
     */
    @Override
    void clear();

    /**
     * Ends the life of the queue: nothing can be inserted any more, and what is in it can still be removed. Never
     * blocks. Closing again does nothing.
     *
     * <p>An insertion that races with the close has one of two outcomes: it is accepted, and the element can be
     * removed; or it throws {@link QueueClosedException}, and the element is not in the queue.
     */
    @Override
    void close();

    /**
     * Tells whether the queue has been closed. From then on no element is accepted.
     *
     * @return {@code true} after {@link #close()}
     */
    boolean isClosed();

    /**
     * Returns what the queue has done so far. Making the record costs an allocation and a few reads; the counting
     * itself costs the other operations nothing that they don't do anyway.
     *
     * @return a new record of the counts
     */
    QueueStats stats();
}
