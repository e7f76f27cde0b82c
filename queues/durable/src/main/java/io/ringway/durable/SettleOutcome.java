package io.ringway.durable;

/** What settling several leases came to. */
final class SettleOutcome {

    private final int settled;
    private final int[] stale;

    SettleOutcome(int settled, int[] stale) {
        this.settled = settled;
        this.stale = stale;
    }

    /** How many were valid. */
    int settled() {
        return settled;
    }

    /** The places of the others in the request. */
    int[] stale() {
        return stale;
    }
}
