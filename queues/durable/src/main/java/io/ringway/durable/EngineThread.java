package io.ringway.durable;

/** A thread that runs the code of users on behalf of an engine: it must never wait for room in that engine. */
final class EngineThread extends Thread {

    final Engine engine;

    EngineThread(Engine engine, Runnable work, String name) {
        super(work, name);
        this.engine = engine;
        setDaemon(true);
    }
}
