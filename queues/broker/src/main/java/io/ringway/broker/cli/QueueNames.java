package io.ringway.broker.cli;

/** The names of queues as they are typed: shells take {@code $queue} for a variable, so it may be left out. */
final class QueueNames {

    static final String DESCRIPTION = "The queue: tasks/image stands for $queue/tasks/image.";

    private static final String ROOT = "$queue/";

    private QueueNames() {}

    static String full(String typed) {
        return typed.startsWith("$") ? typed : ROOT + typed;
    }
}
