package io.ringway.durable;

import org.jspecify.annotations.Nullable;

/**
 * The log failed: the disk is full or broken. What was not yet durable is not accepted; the engine refuses all further
 * changes until it is opened again.
 */
public final class StorageException extends DurableException {

    private static final long serialVersionUID = 1L;

    StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
