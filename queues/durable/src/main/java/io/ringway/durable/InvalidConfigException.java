package io.ringway.durable;

/** A configuration has an unknown key, or a value that is out of range or contradicts another. */
public final class InvalidConfigException extends DurableException {

    private static final long serialVersionUID = 1L;

    /** The key that is at fault. */
    private final String key;

    InvalidConfigException(String key, String problem) {
        super(key + " " + problem);
        this.key = key;
    }

    /**
     * Returns the key as it is written in a configuration, for example {@code retry_policy.max_backoff}.
     *
     * @return the key that is at fault
     */
    public String key() {
        return key;
    }
}
