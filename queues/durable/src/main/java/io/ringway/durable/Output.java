package io.ringway.durable;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch came to, to be told once it is as durable as it must be. */
final class Output {

    /**
     * The end of a subscription.
     *
     * @param member whose
     * @param reason why
     */
    record End(Member member, EndReason reason) {}

    final List<Request> requests = new ArrayList<>();
    final List<@Nullable Object> results = new ArrayList<>();
    final List<Handed> deliveries = new ArrayList<>();
    final List<End> ends = new ArrayList<>();
    final List<DeadLetterEvent> deadLetters = new ArrayList<>();

    /** Whether something of it must survive a power cut before it is told. */
    boolean mustSync;

    /** If set, nothing of it has happened. */
    @Nullable
    DurableException failure;

    void add(Request request, @Nullable Object result) {
        requests.add(request);
        results.add(result);
    }
}
