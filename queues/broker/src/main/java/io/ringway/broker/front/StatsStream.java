package io.ringway.broker.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.publish.PublishToClientResult;
import io.ringway.durable.ConsumerStats;
import io.ringway.durable.DurableException;
import io.ringway.durable.DurableQueueStats;
import io.ringway.durable.GroupStats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Publishes a queue's figures to a client each second while it subscribes to them. */
final class StatsStream implements AutoCloseable {

    private final Hub hub;
    private final Client client;
    private final String topic;
    private final String queue;
    private final Future<?> ticks;

    StatsStream(Hub hub, Client client, String topic, String queue) {
        this.hub = hub;
        this.client = client;
        this.topic = topic;
        this.queue = queue;
        ticks = hub.timer().scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        Map<String, Object> figures;
        try {
            figures = toMap(hub.queues().stats(queue));
        } catch (DurableException e) {
            figures = Map.of("queue", queue, "error", String.valueOf(e.getMessage()));
        }
        try {
            CompletableFuture<PublishToClientResult> unused = Services.publishService()
                    .publishToClient(
                            Builders.publish()
                                    .topic(topic)
                                    .qos(Qos.AT_LEAST_ONCE)
                                    .contentType("application/json")
                                    // An offline session would fill up with them.
                                    .messageExpiryInterval(5)
                                    .payload(ByteBuffer.wrap(AdminRequest.JSON.writeValueAsBytes(figures)))
                                    .build(),
                            client.id());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> toMap(DurableQueueStats stats) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("queue", stats.queue());
        map.put("depth", stats.depth());
        map.put("enqueued", stats.enqueued());
        map.put("dequeued", stats.dequeued());
        map.put("acked", stats.acked());
        map.put("nacked", stats.nacked());
        map.put("expired", stats.expired());
        Map<String, Object> dead = new LinkedHashMap<>();
        stats.deadLettered().forEach((reason, count) -> dead.put(reason.name().toLowerCase(Locale.ROOT), count));
        map.put("dead_lettered", dead);
        List<Object> groups = new ArrayList<>();
        for (GroupStats group : stats.groups()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", group.name());
            one.put("lag", group.lag());
            one.put("in_flight", group.inFlight());
            one.put("waiting", group.waiting());
            List<Object> consumers = new ArrayList<>();
            for (ConsumerStats consumer : group.consumers()) {
                Map<String, Object> member = new LinkedHashMap<>();
                member.put("consumer", consumer.consumerId());
                member.put("partitions", consumer.partitions());
                member.put("in_flight", consumer.inFlight());
                member.put("prefetch", consumer.prefetch());
                consumers.add(member);
            }
            one.put("consumers", consumers);
            groups.add(one);
        }
        map.put("groups", groups);
        return map;
    }

    @Override
    public void close() {
        ticks.cancel(false);
    }
}
