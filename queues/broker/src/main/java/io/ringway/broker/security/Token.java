package io.ringway.broker.security;

import java.util.List;

/**
 * A bearer token for REST and gRPC. It is random and long, so a plain hash is enough.
 *
 * @param name for the operator
 * @param hash what {@link Hashes#ofToken} returns
 * @param queues the queues that its bearer may administer
 */
public record Token(String name, String hash, List<QueuePattern> queues) {

    /**
     * Makes a token.
     *
     * @param name for the operator
     * @param hash the hash
     * @param queues the queues that its bearer may administer
     */
    public Token {
        queues = List.copyOf(queues);
    }

    /** Leaves the hash out: it must not reach a log. */
    @Override
    public String toString() {
        return "Token[" + name + ", " + queues + "]";
    }
}
