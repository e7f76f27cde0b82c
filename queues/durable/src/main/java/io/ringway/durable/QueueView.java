package io.ringway.durable;

import java.util.Map;

/**
 * What callers see of a queue without asking the log thread.
 *
 * @param uid its number
 * @param config its configuration
 * @param state the queue; callers read its depth and nothing else
 * @param groups the numbers of its groups, by name
 */
record QueueView(int uid, QueueConfig config, QueueState state, Map<String, Integer> groups) {}
