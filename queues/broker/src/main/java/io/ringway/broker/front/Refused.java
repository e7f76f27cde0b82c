package io.ringway.broker.front;

import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.ringway.broker.QueueLimit;
import io.ringway.durable.DurableException;
import io.ringway.durable.InvalidConfigException;
import io.ringway.durable.MessageTooLargeException;
import io.ringway.durable.QueueFullException;
import io.ringway.durable.StorageException;
import io.ringway.durable.UnknownGroupException;
import io.ringway.durable.UnknownQueueException;
import java.util.concurrent.CompletionException;

/** Something that a client asked for and does not get: the reason code, and the reason in words. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final AckReasonCode code;

    Refused(AckReasonCode code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    AckReasonCode code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /** What an exception comes to. One that is not the client's doing is told without its details. */
    static Refused of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refused refused) {
            return refused;
        }
        if (cause instanceof QueueLimit.TooManyQueuesException) {
            return new Refused(AckReasonCode.QUOTA_EXCEEDED, String.valueOf(cause.getMessage()));
        }
        if (!(cause instanceof DurableException)) {
            return new Refused(AckReasonCode.UNSPECIFIED_ERROR, "the broker has failed");
        }
        if (cause instanceof StorageException) {
            return new Refused(AckReasonCode.UNSPECIFIED_ERROR, "the broker cannot store anything at present");
        }
        AckReasonCode code = AckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
        if (cause instanceof QueueFullException || cause instanceof MessageTooLargeException) {
            code = AckReasonCode.QUOTA_EXCEEDED;
        } else if (cause instanceof UnknownQueueException
                || cause instanceof UnknownGroupException
                || (cause instanceof InvalidConfigException config && "name".equals(config.key()))) {
            code = AckReasonCode.TOPIC_NAME_INVALID;
        }
        return new Refused(code, String.valueOf(cause.getMessage()));
    }
}
