package io.ringway.broker.http;

import com.fasterxml.jackson.databind.util.RawValue;
import io.ringway.broker.Access;
import io.ringway.broker.DeadLetterPage;
import io.ringway.broker.Latency;
import io.ringway.broker.QueueLimit;
import io.ringway.durable.DeadLetter;
import io.ringway.durable.DeadLetterReason;
import io.ringway.durable.DurableQueueStats;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.GroupStats;
import io.ringway.durable.Message;
import io.ringway.durable.Property;
import io.ringway.durable.QueueConfig;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The admin interface of queues over REST. */
final class QueueRoutes {

    private static final String QUEUES = "/api/v1/queues";
    private static final String QUEUE = QUEUES + "/{name}";

    /** About how many bytes of payloads a page of dead letters has at most; they are all in memory at once. */
    private static final int PAGE_BYTES = 4 << 20;

    private final DurableQueues queues;
    private final QueueLimit limit;
    private final Function<String, Latency> latency;
    private final ConfigJson configs = new ConfigJson();

    QueueRoutes(DurableQueues queues, QueueLimit limit, Function<String, Latency> latency) {
        this.queues = queues;
        this.limit = limit;
        this.latency = latency;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", QUEUES, this::list),
                new Route("POST", QUEUES, this::create),
                new Route("GET", QUEUE, call -> Answer.ok(view(call.queue()))),
                new Route("DELETE", QUEUE, this::delete),
                new Route("PUT", QUEUE + "/config", this::update),
                new Route("GET", QUEUE + "/stats", this::stats),
                new Route("GET", QUEUE + "/consumers", this::consumers),
                new Route("POST", QUEUE + "/purge", call -> Answer.ok(Map.of("purged", queues.purge(call.queue())))),
                new Route("GET", QUEUE + "/dlq", this::deadLetters),
                new Route("POST", QUEUE + "/dlq/purge", this::purgeDeadLetters),
                new Route("POST", QUEUE + "/dlq/{id}/retry", this::retry));
    }

    private Answer list(Call call) {
        Map<String, DurableQueueStats> stats =
                queues.stats().stream().collect(Collectors.toMap(DurableQueueStats::queue, Function.identity()));
        List<QueueView> views = new ArrayList<>();
        for (QueueConfig config : queues.list()) {
            // A queue may have come or gone between the two questions.
            DurableQueueStats known = stats.get(config.name());
            if (known != null && call.caller().permits(Access.Action.ADMIN, config.name())) {
                views.add(view(config, known));
            }
        }
        return Answer.ok(Map.of("queues", views));
    }

    private Answer create(Call call) {
        QueueConfig config = QueueConfig.fromMap(call.requireBody());
        requireBoth(call, config);
        limit.create(config);
        return new Answer(201, view(config.name()));
    }

    private Answer update(Call call) {
        QueueConfig config = queues.get(call.queue()).with(call.requireBody());
        requireBoth(call, config);
        limit.update(config);
        return Answer.ok(view(config.name()));
    }

    private static void requireBoth(Call call, QueueConfig config) {
        call.require(config.name());
        if (!Access.ownsDeadLetters(config)) {
            call.require(config.dlqConfig().topic());
        }
    }

    private Answer delete(Call call) {
        queues.delete(call.queue());
        return new Answer(204, null);
    }

    private QueueView view(String queue) {
        return view(queues.get(queue), queues.stats(queue));
    }

    private QueueView view(QueueConfig config, DurableQueueStats stats) {
        return new QueueView(config.name(), configs.json(config), Figures.of(stats, latency.apply(config.name())));
    }

    private Answer stats(Call call) {
        DurableQueueStats stats = queues.stats(call.queue());
        return Answer.ok(new StatsView(
                stats.queue(),
                stats.depth(),
                stats.enqueued(),
                stats.dequeued(),
                stats.acked(),
                stats.nacked(),
                stats.expired(),
                stats.deadLettered(),
                stats.groups(),
                latency.apply(stats.queue())));
    }

    private Answer consumers(Call call) {
        return Answer.ok(Map.of("groups", queues.stats(call.queue()).groups()));
    }

    private Answer deadLetters(Call call) {
        String queue = call.queue();
        int limit = limit(call.query().getOrDefault("limit", "100"));
        DeadLetterPage page = DeadLetterPage.read(queues, queue, call.query().get("after"), limit, PAGE_BYTES);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(
                "dead_letters", page.letters().stream().map(DeadLetterView::of).toList());
        answer.put("next", page.next());
        return Answer.ok(answer);
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= 1_000) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number that is out of range.
        }
        throw new HttpProblem(400, "invalid_request", "limit must be from 1 to 1000: '" + text + "'");
    }

    private Answer purgeDeadLetters(Call call) {
        return Answer.ok(Map.of("purged", queues.purgeDeadLetters(call.queue())));
    }

    private Answer retry(Call call) {
        return Answer.ok(Map.of("message_id", queues.retryDeadLetter(call.queue(), call.part("id"))));
    }

    private record QueueView(String name, RawValue config, Figures stats) {}

    /** A queue's figures in a list: groups and consumers as numbers, in flight and lag as sums over the groups. */
    private record Figures(
            long depth,
            long enqueued,
            long dequeued,
            long acked,
            long nacked,
            long expired,
            Map<DeadLetterReason, Long> deadLettered,
            int groups,
            int consumers,
            long inFlight,
            long lag,
            Latency latency) {

        static Figures of(DurableQueueStats stats, Latency latency) {
            List<GroupStats> groups = stats.groups();
            return new Figures(
                    stats.depth(),
                    stats.enqueued(),
                    stats.dequeued(),
                    stats.acked(),
                    stats.nacked(),
                    stats.expired(),
                    stats.deadLettered(),
                    groups.size(),
                    groups.stream().mapToInt(group -> group.consumers().size()).sum(),
                    groups.stream().mapToLong(GroupStats::inFlight).sum(),
                    groups.stream().mapToLong(GroupStats::lag).sum(),
                    latency);
        }
    }

    private record StatsView(
            String queue,
            long depth,
            long enqueued,
            long dequeued,
            long acked,
            long nacked,
            long expired,
            Map<DeadLetterReason, Long> deadLettered,
            List<GroupStats> groups,
            Latency latency) {}

    private record DeadLetterView(
            String id,
            String queue,
            String messageId,
            String group,
            DeadLetterReason reason,
            String detail,
            int attempts,
            Object time,
            boolean damaged,
            @Nullable String payloadBase64,
            @Nullable String payloadText,
            List<Property> properties,
            @Nullable String key) {

        static DeadLetterView of(DeadLetter letter) {
            Message message = letter.message();
            byte[] bytes = message == null ? null : bytes(message.payload());
            return new DeadLetterView(
                    letter.id(),
                    letter.origin().queue(),
                    letter.origin().messageId(),
                    letter.origin().group(),
                    letter.origin().reason(),
                    letter.origin().detail(),
                    letter.origin().attempts(),
                    letter.origin().time(),
                    letter.isDamaged(),
                    bytes == null ? null : Base64.getEncoder().encodeToString(bytes),
                    bytes == null ? null : text(bytes),
                    message == null ? List.of() : message.properties(),
                    message == null ? null : message.key());
        }

        private static byte[] bytes(ByteBuffer payload) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            return bytes;
        }

        private static @Nullable String text(byte[] bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                return null;
            }
        }
    }
}
