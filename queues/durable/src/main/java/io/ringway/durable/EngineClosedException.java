package io.ringway.durable;

/** The engine is closed. The request was not carried out. */
public final class EngineClosedException extends DurableException {

    private static final long serialVersionUID = 1L;

    EngineClosedException() {
        super("the engine is closed");
    }
}
