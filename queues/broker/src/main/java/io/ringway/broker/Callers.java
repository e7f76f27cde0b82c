package io.ringway.broker;

import org.jspecify.annotations.Nullable;

/** Knows to whom tokens belong. Thread-safe. */
public interface Callers {

    /** Lets everybody do everything; for loopback only. */
    Callers OPEN = new Callers() {
        @Override
        public boolean areKnown() {
            return false;
        }

        @Override
        public Caller find(@Nullable String token) {
            return Caller.EVERYBODY;
        }
    };

    /**
     * Tells whether a request needs a token.
     *
     * @return false if everybody may do everything
     */
    boolean areKnown();

    /**
     * Looks for who has a token.
     *
     * @param token the token, or null for none
     * @return who, or null if the token is wrong
     */
    @Nullable
    Caller find(@Nullable String token);
}
