package io.ringway.durable;

/** The fixed facts of a run of messages, side by side in arrays: 27 bytes a message. */
final class Block {

    static final int BITS = 10;
    static final int SIZE = 1 << BITS;
    static final int MASK = SIZE - 1;

    /** The message is there. */
    static final int LIVE = 1;
    /** At least one group has settled it. */
    static final int SETTLED = 2;
    /** It is found through a lane, not by the cursors. */
    static final int LANE = 4;
    /** It waits for its time to be delivered; then it gets into a lane. */
    static final int SCHEDULED = 8;
    /** Its time to live has passed; it is there for those who hold it. */
    static final int EXPIRED = 16;
    /** It is for one group alone, which has an entry for it. */
    static final int TARGETED = 32;
    /** It has a time to live of its own. */
    static final int OWN_TTL = 64;

    /** Where the record is in the log. */
    final long[] address = new long[SIZE];
    /** When it was published. */
    final long[] time = new long[SIZE];
    /** How long the record is. */
    final int[] length = new int[SIZE];
    /** The hash of the partition key, or 0. */
    final int[] key = new int[SIZE];
    /** How many groups have yet to settle it. */
    final short[] wanted = new short[SIZE];

    final byte[] flags = new byte[SIZE];

    int live;
}
