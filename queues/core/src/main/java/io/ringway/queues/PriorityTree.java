package io.ringway.queues;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A tree of sorted nodes, for any priorities: a B<sup>+</sup>-tree (Comer, <i>The Ubiquitous B-Tree</i>, ACM Computing
 * Surveys 11, 1979). An entry is a long: a priority and the number of the slot that holds its element, or of the node
 * below. Each node has its greatest entry first, so that the first element of the queue is the last entry of the last
 * leaf, and a removal only counts it off. An insertion looks for its place in a node on each level, and moves the
 * lesser entries of one leaf by one.
 *
 * <p>Equal priorities stand in the order of their insertion by themselves, the latest first: a new entry goes ahead of
 * all that are not greater. No sequence is compared.
 *
 * <p>All nodes are allocated beforehand. A leaf other than the first and the last one is at least half full, unless
 * elements were removed out of turn; should the nodes run out for that reason, the leaves are filled anew.
 */
final class PriorityTree<E> extends PriorityOrder<E> {
    /** Entries in a node. */
    static final int ROOM = 64;

    private static final int HALF = ROOM / 2;

    /** Entries that a search looks at in one go. */
    private static final int GROUP = 8;

    /** Bits of the lower part of an entry. With one less than an int has, the difference of two entries is a long. */
    private static final int LOW_BITS = 31;

    private static final long LOW = (1L << LOW_BITS) - 1;

    /** Stands behind the last entry of a node: above no bound. */
    private static final long NONE = (long) Integer.MIN_VALUE << LOW_BITS;

    /**
     * Entries by node. In a leaf: priority and slot. In another one: priority and node below; nothing there comes after
     * that priority, and nothing to the left before it. The priority of the leftmost one has no meaning.
     */
    private final long[][] nodes;

    /** How many entries each node has. For a free node: the next free one. */
    private final int[] counts;

    private final @Nullable Object[] items;

    /** By slot. For a free slot: the next free one. */
    private final long[] sequences;

    private int freeSlot;
    private int freeNode;
    private int freeNodes;
    private int root;

    /** The levels below the root. */
    private int height;

    /** The leaf with the first element. */
    private int first;

    /** The node above that leaf, or the leaf if it is the root: most insertions end below it. */
    private int near;

    /** What is less than this entry belongs below {@link #near}. */
    private long nearBound;

    PriorityTree(int capacity) {
        items = new Object[capacity];
        sequences = new long[capacity];
        for (int slot = 0; slot < capacity; slot++) {
            sequences[slot] = slot + 1L;
        }
        int count = nodesFor(capacity);
        nodes = new long[count][ROOM];
        counts = new int[count];
        for (int node = 0; node < count; node++) {
            counts[node] = node + 1;
            Arrays.fill(nodes[node], NONE);
        }
        freeNodes = count;
        startAnew();
    }

    /** How many nodes there are at most, with those that one insertion may add. */
    private static int nodesFor(int capacity) {
        if (capacity <= ROOM) {
            return 1;
        }
        int count = 1;
        int spare = 2;
        int level = capacity;
        do {
            level = level / HALF + 2;
            count += level;
            spare++;
        } while (level > 2);
        return count + spare;
    }

    @Override
    int middle() {
        return 0;
    }

    @Override
    int requirePriority(int priority) {
        return priority;
    }

    private static long entry(int priority, int below) {
        return (long) priority << LOW_BITS | below;
    }

    private static int below(long entry) {
        return (int) (entry & LOW);
    }

    private static int priority(long entry) {
        return (int) (entry >> LOW_BITS);
    }

    @SuppressWarnings("unchecked")
    private E item(long entry) {
        return (E) items[below(entry)];
    }

    /** Takes a free node. It has no entries but perhaps the first, which is the one that is written first. */
    private int takeNode() {
        int node = freeNode;
        freeNode = counts[node];
        freeNodes--;
        counts[node] = 0;
        return node;
    }

    private void release(int node) {
        counts[node] = freeNode;
        freeNode = node;
        freeNodes++;
    }

    private E releaseSlot(int slot) {
        @SuppressWarnings("unchecked")
        E e = (E) items[slot];
        items[slot] = null;
        sequences[slot] = freeSlot;
        freeSlot = slot;
        return e;
    }

    /**
     * How many entries of a node are above the bound. Without a branch that the processor would have to guess, and in
     * two steps of which each looks at entries that don't depend on each other.
     */
    private static int above(long[] entries, long bound) {
        long groups = 0;
        for (int i = GROUP - 1; i < ROOM - 1; i += GROUP) {
            groups += (bound - entries[i]) >>> (Long.SIZE - 1);
        }
        int from = (int) groups * GROUP;
        long more = 0;
        for (int i = from; i < from + GROUP; i++) {
            more += (bound - entries[i]) >>> (Long.SIZE - 1);
        }
        return from + (int) more;
    }

    /** The place in a node, not a leaf, of the entry to go down by. */
    private int way(int node, long bound) {
        return Math.max(0, above(nodes[node], bound) - 1);
    }

    @Override
    void insert(E e, int priority) {
        int slot = freeSlot;
        freeSlot = (int) sequences[slot];
        items[slot] = e;
        sequences[slot] = inserted++;
        insert(entry(priority, slot));
    }

    private void insert(long entry) {
        long bound = entry | LOW;
        boolean isNear = bound < nearBound;
        int node = isNear ? near : root;
        for (int level = isNear ? Math.min(height, 1) : height; level > 0; level--) {
            node = below(nodes[node][way(node, bound)]);
        }
        if (counts[node] == ROOM) {
            node = makeRoom(bound);
        }
        insertAt(node, above(nodes[node], bound), entry);
    }

    private void insertAt(int node, int place, long entry) {
        long[] entries = nodes[node];
        int count = counts[node]++;
        System.arraycopy(entries, place, entries, place + 1, count - place);
        entries[place] = entry;
    }

    /** Splits the full nodes on the way to where an entry goes, and returns the leaf at the end of it. */
    private int makeRoom(long bound) {
        if (freeNodes < height + 2) {
            repack();
        }
        if (counts[root] == ROOM) {
            int top = takeNode();
            insertAt(top, 0, entry(Integer.MAX_VALUE, root));
            root = top;
            height++;
        }
        int node = root;
        boolean leftmost = true;
        for (int level = height; level > 0; level--) {
            int way = way(node, bound);
            leftmost &= way == 0;
            int child = below(nodes[node][way]);
            if (counts[child] == ROOM) {
                // Ascending priorities, or equal ones, leave full leaves behind.
                boolean atEnd = level == 1 && leftmost && nodes[child][0] <= bound;
                split(node, way, child, atEnd ? 0 : HALF);
                child = below(nodes[node][way(node, bound)]);
            }
            node = child;
        }
        findFirst();
        return node;
    }

    /** Moves the lesser entries of a node, all but the first {@code kept}, to a new one behind it. */
    private void split(int parent, int way, int node, int kept) {
        int right = takeNode();
        int moved = ROOM - kept;
        System.arraycopy(nodes[node], kept, nodes[right], 0, moved);
        Arrays.fill(nodes[node], kept, ROOM, NONE);
        counts[right] = moved;
        counts[node] = kept;
        insertAt(parent, way + 1, entry(priority(nodes[right][0]), right));
    }

    /** Finds the way to the first element anew, after a change of the nodes on it. */
    private void findFirst() {
        near = root;
        nearBound = Long.MAX_VALUE;
        for (int level = height; level > 1; level--) {
            int last = counts[near] - 1;
            if (last > 0) {
                nearBound = nodes[near][last];
            }
            near = below(nodes[near][last]);
        }
        first = height == 0 ? root : below(nodes[near][counts[near] - 1]);
    }

    private long firstEntry() {
        return nodes[first][counts[first] - 1];
    }

    @Override
    E first() {
        return item(firstEntry());
    }

    @Override
    int firstPriority() {
        return priority(firstEntry());
    }

    @Override
    long firstSequence() {
        return sequences[below(firstEntry())];
    }

    @Override
    E removeFirst() {
        int leaf = first;
        int last = counts[leaf] - 1;
        long[] entries = nodes[leaf];
        counts[leaf] = last;
        E e = releaseSlot(below(entries[last]));
        entries[last] = NONE;
        if (last == 0) {
            dropEmptyLeaves();
        }
        return e;
    }

    /** Drops the leaves at the end that have become empty; but the root stays. */
    private void dropEmptyLeaves() {
        while (height > 0 && counts[first] == 0) {
            dropLastLeaf(root, height);
            while (height > 0 && counts[root] == 1) {
                int only = below(nodes[root][0]);
                release(root);
                root = only;
                height--;
            }
            findFirst();
        }
    }

    private void dropLastLeaf(int node, int level) {
        int last = counts[node] - 1;
        int child = below(nodes[node][last]);
        if (level > 1) {
            dropLastLeaf(child, level - 1);
            if (counts[child] > 0) {
                return;
            }
        }
        release(child);
        nodes[node][last] = NONE;
        counts[node] = last;
    }

    @Override
    boolean remove(int priority, long sequence) {
        if (!remove(root, height, priority, sequence)) {
            return false;
        }
        dropEmptyLeaves();
        return true;
    }

    private boolean remove(int node, int level, int priority, long sequence) {
        long[] entries = nodes[node];
        int count = counts[node];
        for (int place = 0; place < count; place++) {
            if (level > 0) {
                if (place > 0 && priority(entries[place]) < priority) {
                    return false;
                }
                boolean before = place + 1 < count && priority(entries[place + 1]) > priority;
                if (!before && remove(below(entries[place]), level - 1, priority, sequence)) {
                    return true;
                }
            } else if (priority(entries[place]) == priority && sequences[below(entries[place])] == sequence) {
                releaseSlot(below(entries[place]));
                System.arraycopy(entries, place + 1, entries, place, count - place - 1);
                counts[node] = count - 1;
                entries[count - 1] = NONE;
                return true;
            }
        }
        return false;
    }

    @Override
    void clear() {
        forEachLeaf(root, height, leaf -> {
            for (int place = 0; place < counts[leaf]; place++) {
                releaseSlot(below(nodes[leaf][place]));
            }
        });
        releaseAll(root, height);
        startAnew();
    }

    @Override
    void copyTo(List<PrioritizedItem<E>> target) {
        forEachLeaf(root, height, leaf -> {
            for (int place = 0; place < counts[leaf]; place++) {
                long entry = nodes[leaf][place];
                target.add(new PrioritizedItem<>(item(entry), priority(entry), sequences[below(entry)]));
            }
        });
    }

    /** Fills the leaves anew: it frees so many nodes that the next time is about as many insertions away. */
    private void repack() {
        long[] entries = new long[items.length];
        int[] size = new int[1];
        forEachLeaf(root, height, leaf -> {
            System.arraycopy(nodes[leaf], 0, entries, size[0], counts[leaf]);
            size[0] += counts[leaf];
        });
        releaseAll(root, height);
        startAnew();
        // In the queue's order each one finds its leaf at the left end, where full leaves are left behind.
        for (int i = size[0] - 1; i >= 0; i--) {
            insert(entries[i]);
        }
    }

    private void forEachLeaf(int node, int level, IntConsumer action) {
        if (level == 0) {
            action.accept(node);
            return;
        }
        for (int place = 0; place < counts[node]; place++) {
            forEachLeaf(below(nodes[node][place]), level - 1, action);
        }
    }

    /** Frees a node and all below it. */
    private void releaseAll(int node, int level) {
        if (level > 0) {
            for (int place = 0; place < counts[node]; place++) {
                releaseAll(below(nodes[node][place]), level - 1);
            }
        }
        Arrays.fill(nodes[node], 0, counts[node], NONE);
        release(node);
    }

    /** Begins with one empty leaf; all nodes are free. */
    private void startAnew() {
        root = takeNode();
        height = 0;
        findFirst();
    }
}
