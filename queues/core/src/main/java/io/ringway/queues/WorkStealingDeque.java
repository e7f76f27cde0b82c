package io.ringway.queues;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * The layout follows Ring: what the owner writes, what thieves write and what all only read are 128 bytes apart, and
 * LayoutTest checks it. The fields smaller than a long stand ahead of the words that are written.
 */

abstract class DequePadBefore {
    long p000, p001, p002, p003, p004, p005, p006, p007, p008, p009, p010, p011, p012, p013, p014, p015;
}

abstract class DequeFields extends DequePadBefore {
    /** The shared elements, with {@link Ring#MARGIN} unused slots at both ends. */
    final @Nullable Object[] slots;

    /** The elements that the owner keeps to itself, with the same margins. */
    final @Nullable Object[] privates;

    final int mask;
    final int privateMask;
    final int privateLimit;

    /** The owner, once it is known; only where assertions are on. */
    @Nullable
    Thread owner;

    DequeFields(int capacity, int privateLimit) {
        slots = new Object[capacity + 2 * Ring.MARGIN];
        mask = capacity - 1;
        int room = privateLimit == 0 ? 0 : Ring.roundUp(privateLimit);
        privates = new Object[room + 2 * Ring.MARGIN];
        privateMask = room - 1;
        this.privateLimit = privateLimit;
    }
}

abstract class DequePadFields extends DequeFields {
    long p016, p017, p018, p019, p020, p021, p022, p023, p024, p025, p026, p027, p028, p029, p030, p031;

    DequePadFields(int capacity, int privateLimit) {
        super(capacity, privateLimit);
    }
}

/** Written by the owner only. */
abstract class DequeOwner extends DequePadFields {
    /** How many elements were pushed. */
    long pushed;

    /** How many elements the owner popped; {@code pushed - popped} is the index of the next push. */
    long popped;

    /** With a private limit: the index of the oldest private element; without one beyond all indices. */
    long shared;

    /** With a private limit: up to which index the owner knows that there is room. */
    long freeEnd;

    /** Below which index a push may be private and needs no look at anything else; without a private limit 0. */
    long pushLimit;

    /** How many pushes were refused. */
    long rejected;

    DequeOwner(int capacity, int privateLimit) {
        super(capacity, privateLimit);
    }
}

abstract class DequePadOwner extends DequeOwner {
    long p032, p033, p034, p035, p036, p037, p038, p039, p040, p041, p042, p043, p044, p045, p046, p047;

    DequePadOwner(int capacity, int privateLimit) {
        super(capacity, privateLimit);
    }
}

abstract class DequeTop extends DequePadOwner {
    /** The index of the oldest element, which is also the number of stolen ones; with flags in its upper bits. */
    long top;

    DequeTop(int capacity, int privateLimit) {
        super(capacity, privateLimit);
    }
}

abstract class DequePadTop extends DequeTop {
    long p048, p049, p050, p051, p052, p053, p054, p055, p056, p057, p058, p059, p060, p061, p062, p063;

    DequePadTop(int capacity, int privateLimit) {
        super(capacity, privateLimit);
    }
}

abstract class DequeAsked extends DequePadTop {
    /** 1 when a thief has found nothing but private elements, or none; a long because a smaller field would move. */
    long asked;

    DequeAsked(int capacity, int privateLimit) {
        super(capacity, privateLimit);
    }
}

abstract class DequePadAfter extends DequeAsked {
    long p064, p065, p066, p067, p068, p069, p070, p071, p072, p073, p074, p075, p076, p077, p078, p079;

    DequePadAfter(int capacity, int privateLimit) {
        super(capacity, privateLimit);
    }
}

/**
 * A bounded double-ended queue of one owner thread, from which other threads may steal. The owner pushes and pops at
 * one end, newest first, as on a stack; thieves take from the other end, oldest first. The usual place for it is one
 * deque for each worker of a pool that splits its work: a worker goes on with what it has just split off, and an idle
 * one takes the oldest, and so the largest, piece of another.
 *
 * <h2>Algorithm</h2>
 *
 * The slots decide, not the indices. An element belongs to whoever swaps its slot to {@code null}, so the owner neither
 * reads what thieves write nor the reverse, unless they meet at the same element. That the slot arbitrates is the idea
 * of {@code java.util.concurrent.ForkJoinPool} (Lea); that a free slot is {@code null}, and tells by itself whether
 * there is room, that of FastForward (Giacomoni, Moseley, Vachharajani, PPoPP 2008). The array-based deque with an
 * index for each end is Chase and Lev's (<i>Dynamic circular work-stealing deque</i>, SPAA 2005); Le et al. (<i>Correct
 * and efficient work-stealing for weak memory models</i>, PPoPP 2013) show which fences that one needs.
 *
 * <ul>
 *   <li>{@code pop} swaps the newest slot: one read-modify-write, where Chase and Lev's needs a full fence, and a
 *       compare-and-set besides for the last element. Something of the kind is unavoidable in each {@code pop} as long
 *       as thieves need not wait for the owner (Attiya et al., <i>Laws of Order</i>, POPL 2011).
 *   <li>Thieves keep each other out by a bit in the word that holds the index of the oldest element. While a thief has
 *       it, that index stays as it is, so whatever the slot holds is the oldest element, though the owner may take it
 *       away meanwhile, and push another.
 *   <li>{@code stealBatch} swaps only the newest slot of the part that it wants. From then on the rest of the part is
 *       out of everybody's reach: other thieves are kept out, and the owner, which comes down from the other end, finds
 *       that slot free and takes the deque for empty, as it is.
 *   <li>With a private limit the newest elements stand in a second array that only the owner knows, and move to the
 *       slots when there are more, when a thief has asked, or by {@code share}. Between the two parts nothing has to be
 *       agreed upon, as in the split deque of Lace (van Dijk, van de Pol, Euro-Par 2014 workshops), because thieves
 *       can't reach the private one at all.
 * </ul>
 *
 * <p>What was measured against the private part as it is, by the owner alone: a null check of what is popped did 0.90
 * of it, the count written after the element 0.92, plain counts in place of opaque ones 0.88. No margin before the
 * private slots did 0.95 to 1.05, and a third in some forks.
 *
 * <h2>Threads and progress</h2>
 *
 * {@link #push}, {@link #pop} and {@link #share} are for the owner, and so is a deque given to {@link #stealBatch} to
 * take the batch. The owner is the thread that first calls one of these; it stays the owner. A call by another thread
 * breaks the deque: elements may be lost or taken twice. Where assertions are on it fails with an
 * {@link AssertionError} instead. Everything else is for any thread.
 *
 * <p>{@code pop} and {@code share} are wait-free. So is {@code push}, but for one case: if the deque looks full while a
 * thief is in the middle of a batch, it waits for that thief. {@code steal} and {@code stealBatch} never wait for the
 * owner. They are not lock-free among themselves: a thief that loses its processor in the few nanoseconds while it has
 * the bit holds up the other thieves, not the owner ({@code DequeProgressTest} shows both).
 *
 * <p>In the default mode {@code push}, {@code pop}, {@code steal} and {@code stealBatch} are linearizable
 * ({@code DequeLinearizabilityTest}): {@code steal} returns {@code null} only if the deque was empty at that moment,
 * and a batch leaves in one step. That each element is taken exactly once, with what was written into it, show
 * {@code WorkStealingDequeTransferTest} and the {@code Deque...} tests of JCStress. With a private limit the same holds
 * for the part that is shared; a thief that finds nothing there leaves a note, and the owner answers it when it next
 * pushes or pops: it shares the older half of its private elements, or the element that it pushes if that is the only
 * one.
 *
 * <h2>Memory</h2>
 *
 * What the owner did before pushing an element happens-before what a thief does after taking it. A {@code push}
 * publishes by a release store, as the other queues here do: thieves see it at once or some nanoseconds after it
 * returned, in the order of the pushes.
 *
 * <p>The deque takes 4 bytes for each element of its capacity and of its private limit (8 without compressed
 * references) and about 1,300 besides. It allocates nothing after construction, and refers to no element that is gone.
 *
 * <h2>When to choose another</h2>
 *
 * For threads that hand elements on in order {@link SpscQueue}, {@link MpscQueue} or {@link MpmcQueue}. For recursive
 * tasks that wait for each other {@code ForkJoinPool}, which brings the threads and the waiting too. Choose a private
 * limit, some dozens, where the owner pushes and pops far more often than anybody steals, and it doesn't matter that a
 * thief gets its element a little later, at the owner's next call; an owner that may work for long between two calls
 * calls {@link #share} in between, or does without a limit.
 *
 * @param <E> the type of the elements
 */
public final class WorkStealingDeque<E> extends DequePadAfter {
    /** In {@link #top}, its sign: a thief is at work, and the index stays as it is. */
    private static final long BUSY = Long.MIN_VALUE;

    /** In {@link #top}, beside {@link #BUSY}: the thief takes a batch, so that slots may hold what is taken already. */
    private static final long BATCH = 1L << 62;

    private static final VarHandle SLOT = Ring.SLOT;
    private static final VarHandle PUSHED;
    private static final VarHandle POPPED;
    private static final VarHandle SHARED;
    private static final VarHandle REJECTED;
    private static final VarHandle TOP;
    private static final VarHandle ASKED;
    private static final VarHandle OWNER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PUSHED = lookup.findVarHandle(DequeOwner.class, "pushed", long.class);
            POPPED = lookup.findVarHandle(DequeOwner.class, "popped", long.class);
            SHARED = lookup.findVarHandle(DequeOwner.class, "shared", long.class);
            REJECTED = lookup.findVarHandle(DequeOwner.class, "rejected", long.class);
            TOP = lookup.findVarHandle(DequeTop.class, "top", long.class);
            ASKED = lookup.findVarHandle(DequeAsked.class, "asked", long.class);
            OWNER = lookup.findVarHandle(DequeFields.class, "owner", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Creates a deque in the default mode: all elements can be stolen.
     *
     * @param capacity the elements that the deque must be able to hold, from 1 to 2<sup>30</sup>; rounded up to a power
     *     of two
     * @throws IllegalArgumentException if {@code capacity} is out of range
     */
    public WorkStealingDeque(int capacity) {
        this(capacity, 0);
    }

    /**
     * Creates a deque whose owner may keep its newest elements to itself.
     *
     * @param capacity the elements that the deque must be able to hold, from 1 to 2<sup>30</sup>; rounded up to a power
     *     of two
     * @param privateLimit how many elements the owner may keep to itself, from 0, which is the default mode, to
     *     {@code capacity}
     * @throws IllegalArgumentException if {@code capacity} or {@code privateLimit} is out of range
     */
    public WorkStealingDeque(int capacity, int privateLimit) {
        super(Ring.roundUp(capacity), requirePrivateLimit(privateLimit, capacity));
        if (privateLimit == 0) {
            shared = Long.MAX_VALUE;
        }
    }

    private static int requirePrivateLimit(int privateLimit, int capacity) {
        if (privateLimit < 0 || privateLimit > capacity) {
            throw new IllegalArgumentException(
                    "privateLimit must be from 0 to the capacity, which is " + capacity + ": " + privateLimit);
        }
        return privateLimit;
    }

    /** Returns the place in {@link #slots} of the slot of an index; flags beside the index don't matter. */
    private int place(long index) {
        return ((int) index & mask) + Ring.MARGIN;
    }

    /** Returns the place in {@link #privates} of the slot of an index. */
    private int privatePlace(long index) {
        return ((int) index & privateMask) + Ring.MARGIN;
    }

    /**
     * Adds an element as the newest. For the owner. Never blocks, but see the class about progress.
     *
     * @param e the element
     * @return whether there was room; a refusal is counted
     * @throws NullPointerException if {@code e} is {@code null}
     */
    public boolean push(E e) {
        requireNonNull(e, "e");
        assert isOwner() : foreignCall();
        long p = pushed;
        long b = p - popped;
        if (b < pushLimit && (long) ASKED.getOpaque(this) == 0) {
            // The count first, as in popPrivate: the collector's barrier comes with the element, and what has to
            // outlive that takes registers from the caller's loop.
            PUSHED.setOpaque(this, p + 1);
            privates[privatePlace(b)] = e;
            return true;
        }
        if (privateLimit > 0) {
            return pushPrivate(e, p, b);
        }
        int place = place(b);
        // Read into a local once: the compiler would read the field again after each ordered access.
        @Nullable Object[] array = slots;
        // A plain read: only the owner fills slots, so an empty one stays empty, and a full one is looked at again.
        if (array[place] != null && isFull(place)) {
            return refuse();
        }
        // Release: the thief that finds the element also finds what the owner wrote into it, and the elements before
        // it.
        SLOT.setRelease(array, place, e);
        // Opaque, here and below: nobody concludes from the counts what a slot holds, they only have to arrive.
        PUSHED.setOpaque(this, p + 1);
        return true;
    }

    /** Pushes, with a private limit, where it needs a closer look whether there is room and who gets what. */
    private boolean pushPrivate(E e, long p, long b) {
        long kept = b - shared;
        // A private element has no slot yet, but there must be one for when it is shared.
        if (b >= freeEnd && !findRoom(b, kept)) {
            return refuse();
        }
        if (kept < privateLimit && (long) ASKED.getOpaque(this) == 0) {
            privates[privatePlace(b)] = e;
        } else {
            pushAndShare(e, b, kept);
        }
        PUSHED.setOpaque(this, p + 1);
        return true;
    }

    private boolean findRoom(long b, long kept) {
        // Acquire: the slots of what was taken are empty.
        long end = ((long) TOP.getAcquire(this) & Ring.INDEX) + capacity();
        if (b < end) {
            freeEnd = end;
            setPushLimit();
            return true;
        }
        // Thieves empty a slot before they move the top: look there too, unless all elements are private.
        return kept <= mask && !isFull(place(b));
    }

    /** Pushes when a thief has asked or there are as many private elements as there may be: some become shared. */
    private void pushAndShare(E e, long b, long kept) {
        long keep = privateLimit;
        if ((long) ASKED.getOpaque(this) != 0) {
            keep = Math.min(keep, (kept + 1) / 2);
        }
        long end = b + 1 - keep;
        share(Math.min(end, b));
        if (keep == 0) {
            SLOT.setRelease(slots, place(b), e);
            setShared(end);
        } else {
            privates[privatePlace(b)] = e;
        }
        ASKED.setOpaque(this, 0L);
    }

    /** Shares the private elements before {@code end}, the oldest first: thieves take them in that order. */
    private void share(long end) {
        for (long i = shared; i < end; i++) {
            int from = privatePlace(i);
            // Release: as in push.
            SLOT.setRelease(slots, place(i), privates[from]);
            privates[from] = null;
        }
        setShared(end);
    }

    private void setShared(long end) {
        SHARED.setOpaque(this, end);
        setPushLimit();
    }

    private void setPushLimit() {
        pushLimit = Math.min(freeEnd, shared + privateLimit);
    }

    private boolean refuse() {
        REJECTED.setOpaque(this, rejected + 1);
        return false;
    }

    /**
     * Whether the slot for the next push holds an element that nobody has taken. During a batch it may hold one that is
     * taken already: to refuse a push then would be wrong.
     */
    private boolean isFull(int place) {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long t = (long) TOP.getAcquire(this);
            if (SLOT.getAcquire(slots, place) == null) {
                return false;
            }
            if ((t & BATCH) == 0 && (long) TOP.getAcquire(this) == t) {
                return true;
            }
        }
    }

    /**
     * Removes the newest element. For the owner. Wait-free.
     *
     * @return the element, or {@code null} if the deque is empty
     */
    @SuppressWarnings("unchecked")
    public @Nullable E pop() {
        assert isOwner() : foreignCall();
        long taken = popped;
        long b = pushed - taken - 1;
        if (b >= shared) {
            return (long) ASKED.getOpaque(this) == 0 ? popPrivate(taken, b) : popAndAnswer(taken, b);
        }
        int place = place(b);
        @Nullable Object[] array = slots;
        // The owner wrote this slot last, or else a thief has emptied it: then the deque is empty. A plain read: an
        // empty slot stays empty, and about a full one the swap decides.
        if (array[place] == null) {
            return null;
        }
        // A swap, because a thief may want the same element: one of the two gets it. It needs no order with other
        // words: neither side draws a conclusion from two of them here.
        E e = (E) SLOT.getAndSet(array, place, null);
        if (e != null) {
            POPPED.setOpaque(this, taken + 1);
            if (privateLimit > 0) {
                setShared(b);
            }
        }
        return e;
    }

    @SuppressWarnings("unchecked")
    private @Nullable E popPrivate(long taken, long b) {
        int place = privatePlace(b);
        @Nullable Object[] array = privates;
        E e = (E) array[place];
        POPPED.setOpaque(this, taken + 1);
        array[place] = null;
        return e;
    }

    /** Pops a private element when a thief has asked: half of the others become shared. */
    private @Nullable E popAndAnswer(long taken, long b) {
        E e = popPrivate(taken, b);
        if (b > shared) {
            share(shared + (b - shared + 1) / 2);
            ASKED.setOpaque(this, 0L);
        }
        return e;
    }

    /** Lets thieves have all private elements. For the owner. In the default mode there are none. */
    public void share() {
        assert isOwner() : foreignCall();
        if (privateLimit > 0) {
            share(pushed - popped);
            ASKED.setOpaque(this, 0L);
        }
    }

    /**
     * Removes the oldest element. For any thread.
     *
     * @return the element, or {@code null} if there was none; with a private limit also if the owner keeps all there
     *     are to itself. It then shares some at its next {@link #push} or {@link #pop}
     */
    @SuppressWarnings("unchecked")
    public @Nullable E steal() {
        for (int n = 0; ; n = Backoff.pause(n)) {
            long t = (long) TOP.getAcquire(this);
            if (t < 0) {
                continue;
            }
            int place = place(t);
            // Acquire, both: a thief takes the bit before it empties the slot, so who finds the slot emptied by a thief
            // finds the bit too, or the index moved on. The index only ascends: if it is the same before and after the
            // look, the oldest element was missing at the look, and so were all.
            if (SLOT.getAcquire(slots, place) == null) {
                if ((long) TOP.getAcquire(this) == t) {
                    ask();
                    return null;
                }
            } else if (TOP.compareAndSet(this, t, t | BUSY)) {
                // A swap, because the owner may want the same element. Null: it was the last one, and the owner got it.
                E e = (E) SLOT.getAndSet(slots, place, null);
                // Release: the next thief finds the slot empty. The owner may have filled it anew meanwhile, with the
                // element of the next lap; nobody looks for this one there any more.
                TOP.setRelease(this, e == null ? t : t + 1);
                return e;
            }
        }
    }

    /** Lets the owner know that somebody looked for work in vain. */
    private void ask() {
        if (privateLimit > 0 && (long) ASKED.getOpaque(this) == 0) {
            ASKED.setOpaque(this, 1L);
        }
    }

    /**
     * Moves up to half of the elements, the oldest ones, to the caller's own deque: half of those that there were at
     * one moment of the call, rounded up; fewer if the limit or the room demands it. They leave this deque in one step,
     * and arrive in the other one after the other, oldest first. For the owner of the other deque. Other thieves of
     * this deque wait until the elements are moved.
     *
     * @param into the deque of the calling thread; no push into it is refused
     * @param limit how many elements to move at most, 0 or more
     * @return how many elements were moved; 0 where {@link #steal} would have returned {@code null}, where the limit is
     *     0 and where {@code into} is full
     * @throws NullPointerException if {@code into} is {@code null}
     * @throws IllegalArgumentException if {@code limit} is negative or {@code into} is this deque
     */
    public int stealBatch(WorkStealingDeque<? super E> into, int limit) {
        requireNonNull(into, "into");
        Ring.requireLimit(limit);
        if (into == this) {
            throw new IllegalArgumentException("into must not be this deque");
        }
        assert into.isOwner() : into.foreignCall();
        int most = Math.min(limit, into.room());
        if (most == 0) {
            return 0;
        }
        for (int n = 0; ; n = Backoff.pause(n)) {
            long t = (long) TOP.getAcquire(this);
            if (t < 0) {
                continue;
            }
            if (SLOT.getAcquire(slots, place(t)) == null) {
                if ((long) TOP.getAcquire(this) == t) {
                    ask();
                    return 0;
                }
            } else if (TOP.compareAndSet(this, t, t | BUSY | BATCH)) {
                int taken = takeHalf(t, into, most);
                TOP.setRelease(this, t + taken);
                return taken;
            }
        }
    }

    /** Moves up to half of the elements. Called with {@link #BUSY} and {@link #BATCH} set. */
    @SuppressWarnings("unchecked")
    private int takeHalf(long t, WorkStealingDeque<? super E> into, int limit) {
        int most = limit;
        while (true) {
            long pops = (long) POPPED.getAcquire(this);
            long end = sharedEnd();
            int count = (int) Math.max(1, Math.min((end - t + 1) / 2, most));
            int last = place(t + count - 1);
            E newest = (E) SLOT.getAcquire(slots, last);
            if (newest == null) {
                // The owner has been here since the count was read. Only the oldest slot tells that all are gone.
                if (count == 1) {
                    return 0;
                }
            } else if (count > 1 && privateLimit == 0 && (long) POPPED.getAcquire(this) - pops > end - t - count) {
                // The owner may have popped past this slot and filled it anew: then the count is that of other
                // elements,
                // and too high perhaps. A smaller part is farther from the owner; one element is never too much.
                most = count / 2;
            } else if (SLOT.compareAndSet(slots, last, newest, null)) {
                // The others are visible, as they were pushed before the one that was just read with acquire, and
                // their slots are this thread's alone: the owner doesn't come down past an empty slot, and pushes into
                // empty ones only.
                for (long i = t; i < t + count - 1; i++) {
                    int place = place(i);
                    into.push((E) requireNonNull(slots[place]));
                    // Release: what the owner writes there comes after the read.
                    SLOT.setRelease(slots, place, null);
                }
                into.push(newest);
                return count;
            }
        }
    }

    /** The index behind the newest element that can be stolen. */
    private long sharedEnd() {
        if (privateLimit > 0) {
            return (long) SHARED.getOpaque(this);
        }
        long before = (long) POPPED.getAcquire(this);
        while (true) {
            long end = (long) PUSHED.getAcquire(this) - before;
            long after = (long) POPPED.getAcquire(this);
            if (before == after) {
                return end;
            }
            before = after;
        }
    }

    /** For how many pushes there is certainly room. For the owner. */
    private int room() {
        return (int) (capacity() - (pushed - popped - ((long) TOP.getAcquire(this) & Ring.INDEX)));
    }

    /**
     * Returns how many elements the deque can hold.
     *
     * @return the capacity, a power of two
     */
    public int capacity() {
        return mask + 1;
    }

    /**
     * Returns the number of elements. While others push, pop or steal it is an estimate.
     *
     * @return the elements in the deque, private ones included, from 0 to {@link #capacity}
     */
    public int size() {
        return stats().size();
    }

    /**
     * Tells whether there are no elements. An estimate like {@link #size}: only {@link #steal} and {@link #pop} find
     * out for certain.
     *
     * @return whether {@link #size} is 0
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Returns what the deque has done so far. The elements that left are those popped and those stolen.
     *
     * @return the counts; {@code rejected} are the pushes that returned {@code false}, exactly
     */
    public QueueStats stats() {
        // The pushes last, so that they aren't behind the removals.
        long dequeued = (long) POPPED.getAcquire(this) + ((long) TOP.getAcquire(this) & Ring.INDEX);
        long enqueued = Math.max(dequeued, (long) PUSHED.getAcquire(this));
        int size = (int) Math.min(enqueued - dequeued, capacity());
        return new QueueStats(capacity(), size, enqueued, dequeued, (long) REJECTED.getOpaque(this));
    }

    private boolean isOwner() {
        Thread caller = Thread.currentThread();
        return OWNER.getAcquire(this) == caller || OWNER.compareAndSet(this, null, caller);
    }

    private String foreignCall() {
        return "called by " + Thread.currentThread() + ", but the owner of this deque is " + owner
                + ", which was first to call push, pop or share";
    }
}
