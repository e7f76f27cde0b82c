package io.ringway.durable;

import io.ringway.log.LogException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a caller asks of the engine. */
abstract class Request {

    /** The command for the log; null for a question. */
    final byte @Nullable [] command;

    /** Units of {@link Engine#PERMIT_BYTES} that it holds of the engine's bound. */
    int permits;

    Request(byte @Nullable [] command) {
        this.command = command;
    }

    /** Whether what it came to must survive a power cut before it is told. */
    boolean mustSync() {
        return true;
    }

    /** Whether it can make a message that is read from a place in the log that has been durable for long. */
    boolean reusesRecords() {
        return true;
    }

    /** Whether {@link #complete} may run code of the user, and must not hold up the engine. */
    boolean callsUser() {
        return true;
    }

    abstract void complete(@Nullable Object result);

    abstract void fail(DurableException why);

    /** A request whose caller waits. Its result is what the state machine gave, a {@link Refusal} too. */
    static class Waiting extends Request {
        final CompletableFuture<@Nullable Object> future = new CompletableFuture<>();

        Waiting(byte[] command) {
            super(command);
        }

        @Override
        boolean callsUser() {
            return false;
        }

        @Override
        void complete(@Nullable Object result) {
            future.complete(result);
        }

        @Override
        void fail(DurableException why) {
            future.completeExceptionally(why);
        }
    }

    /** A consumer joins. */
    static final class Join extends Waiting {
        final Member member;

        Join(byte[] command, Member member) {
            super(command);
            this.member = member;
        }
    }

    /** A question that the log thread answers between two batches. */
    abstract static class Question<T> extends Request {
        final CompletableFuture<T> future = new CompletableFuture<>();

        Question() {
            super(null);
        }

        abstract T answer();

        @Override
        boolean callsUser() {
            return false;
        }

        @Override
        void complete(@Nullable Object result) {
            try {
                future.complete(answer());
            } catch (LogException e) {
                future.completeExceptionally(new StorageException("the log cannot be read: " + e.getMessage(), e));
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        }

        @Override
        void fail(DurableException why) {
            future.completeExceptionally(why);
        }
    }
}
