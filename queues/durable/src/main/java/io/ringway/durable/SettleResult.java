package io.ringway.durable;

import java.util.List;

/**
 * The outcome of settling several deliveries.
 *
 * @param settled how many leases were valid, and are settled
 * @param stale the others, in the order of the request; nothing was changed for them
 */
public record SettleResult(int settled, List<Lease> stale) {

    /**
     * Makes a result.
     *
     * @param settled how many leases were valid
     * @param stale the others
     */
    public SettleResult {
        stale = List.copyOf(stale);
    }
}
