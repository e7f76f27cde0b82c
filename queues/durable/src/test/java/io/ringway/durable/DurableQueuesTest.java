package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringway.log.LogFullException;
import io.ringway.log.MemoryLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine as its users see it: real threads, and a real disk where that matters. */
@Timeout(60)
class DurableQueuesTest {

    private static final String QUEUE = "$queue/tasks";

    @TempDir
    Path directory;

    private static Message message(String text) {
        return Message.of(text.getBytes(UTF_8));
    }

    private static String text(Delivery delivery) {
        return UTF_8.decode(delivery.payload()).toString();
    }

    private static Delivery take(BlockingQueue<Delivery> deliveries) throws InterruptedException {
        Delivery delivery = deliveries.poll(20, TimeUnit.SECONDS);
        assertThat(delivery).as("a delivery").isNotNull();
        return delivery;
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return future.handle((result, e) -> e).join();
    }

    @Test
    void whatIsPublishedIsDeliveredAndAcknowledgedAcrossReopening() throws Exception {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        try (DurableQueues queues = DurableQueues.open(directory)) {
            queues.create(QueueConfig.of(QUEUE));
            for (int i = 0; i < 100; i++) {
                PublishResult result = queues.publish(
                                QUEUE,
                                Message.builder(("m" + i).getBytes(UTF_8))
                                        .key("k" + i % 7)
                                        .property("n", "" + i)
                                        .build())
                        .join();
                assertThat(result.duplicate()).isFalse();
            }
        }
        Map<String, Integer> lastOfKey = new HashMap<>();
        try (DurableQueues queues = DurableQueues.open(directory)) {
            assertThat(queues.stats(QUEUE).depth()).isEqualTo(100);
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            for (int i = 0; i < 100; i++) {
                Delivery delivery = take(deliveries);
                int number = Integer.parseInt(delivery.properties().get(0).value());
                assertThat(text(delivery)).isEqualTo("m" + number);
                assertThat(delivery.attempt()).isEqualTo(1);
                assertThat(delivery.key()).isEqualTo("k" + number % 7);
                assertThat(number).isGreaterThan(lastOfKey.getOrDefault(delivery.key(), -1));
                lastOfKey.put(delivery.key(), number);
                delivery.ack().join();
                assertThat(failure(delivery.ack())).isInstanceOf(StaleLeaseException.class);
            }
            DurableQueueStats stats = queues.stats(QUEUE);
            assertThat(stats.depth()).isZero();
            assertThat(stats.acked()).isEqualTo(100);
        }
        try (DurableQueues queues = DurableQueues.open(directory)) {
            assertThat(queues.stats(QUEUE).depth()).isZero();
            assertThat(queues.stats(QUEUE).acked()).isEqualTo(100);
            assertThat(queues.stats())
                    .extracting(DurableQueueStats::queue)
                    .containsExactlyElementsOf(
                            queues.list().stream().map(QueueConfig::name).toList());
            assertThat(queues.stats()).contains(queues.stats(QUEUE));
        }
    }

    @Test
    void aSecondEngineOnTheDirectoryIsRefused() {
        try (DurableQueues queues = DurableQueues.open(directory)) {
            assertThat(queues.list()).isEmpty();
            assertThatThrownBy(() -> DurableQueues.open(directory))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void everyKindOfBadInputHasItsTypeAndNamesTheThing() {
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT)) {
            assertThat(failure(queues.publish(QUEUE, message("x"))))
                    .isInstanceOf(UnknownQueueException.class)
                    .hasMessageContaining(QUEUE);
            queues.create(QueueConfig.builder(QUEUE)
                    .limits(new Limits(4, 2, Duration.ofHours(1)))
                    .build());
            assertThatThrownBy(() -> queues.create(QueueConfig.of(QUEUE))).isInstanceOf(QueueExistsException.class);
            assertThatThrownBy(() -> queues.get("$queue/none")).isInstanceOf(UnknownQueueException.class);
            assertThatThrownBy(() -> queues.delete("$queue/none")).isInstanceOf(UnknownQueueException.class);
            assertThatThrownBy(() -> queues.stats("$queue/none")).isInstanceOf(UnknownQueueException.class);
            assertThatThrownBy(() -> queues.deleteGroup(QUEUE, "none")).isInstanceOf(UnknownGroupException.class);
            assertThatThrownBy(() -> queues.update(
                            QueueConfig.builder(QUEUE).partitions(3).build()))
                    .isInstanceOf(InvalidConfigException.class);
            assertThat(failure(queues.publish(QUEUE, message("12345"))))
                    .isInstanceOf(MessageTooLargeException.class)
                    .hasMessageContaining("4");
            queues.publish(QUEUE, message("1")).join();
            queues.publish(QUEUE, message("2")).join();
            assertThat(failure(queues.publish(QUEUE, message("3"))))
                    .isInstanceOf(QueueFullException.class)
                    .hasMessageContaining("2");
            assertThat(failure(queues.ack(QUEUE, "none", List.of()))).isInstanceOf(UnknownGroupException.class);
            assertThatThrownBy(() -> queues.subscribe(QUEUE, "", "c", SubscribeOptions.DEFAULT, delivery -> {}))
                    .isInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(() -> SubscribeOptions.DEFAULT.withPrefetch(0))
                    .isInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(() -> queues.deadLetter(QUEUE, "1-2-3")).isInstanceOf(UnknownMessageException.class);
            assertThatThrownBy(() -> queues.deadLetters(QUEUE, null, 0)).isInstanceOf(InvalidRequestException.class);
            assertThat(queues.stats(QUEUE).depth()).isEqualTo(2);
        }
    }

    @Test
    void anyClientsTokenDoesNotSettleAndAListReportsTheStaleOnes() throws Exception {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.of(QUEUE));
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            queues.publish(QUEUE, message("1")).join();
            queues.publish(QUEUE, message("2")).join();
            Delivery first = take(deliveries);
            Delivery second = take(deliveries);
            Lease wrong = new Lease(first.messageId(), first.lease() + 1_000);
            Lease garbage = new Lease("not an id", second.lease());
            Lease swapped = new Lease(first.messageId(), second.lease());
            SettleResult result = queues.ack(
                            QUEUE, "g", List.of(wrong, new Lease(second.messageId(), second.lease()), garbage, swapped))
                    .join();
            assertThat(result.settled()).isEqualTo(1);
            assertThat(result.stale()).containsExactlyInAnyOrder(wrong, garbage, swapped);
            assertThat(queues.stats(QUEUE).depth()).isEqualTo(1);
            first.ack().join();
        }
    }

    @Test
    void aListenerThatThrowsHasItsMessageTriedAgain() throws Exception {
        BlockingQueue<Integer> attempts = new LinkedBlockingQueue<>();
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.builder(QUEUE)
                    .retryPolicy(
                            new RetryPolicy(10, Duration.ofMillis(1), Duration.ofMillis(1), 1, Duration.ofHours(1)))
                    .build());
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, delivery -> {
                attempts.add(delivery.attempt());
                if (delivery.attempt() < 3) {
                    throw new IllegalStateException("not yet");
                }
                delivery.ack();
            });
            queues.publish(QUEUE, message("1")).join();
            await().until(() -> queues.stats(QUEUE).depth() == 0);
            assertThat(attempts).containsExactly(1, 2, 3);
        }
    }

    @Test
    void whatWasInFlightWhenTheEngineEndedHasNotFailedHoweverLongItWasDown() throws Exception {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        MemoryLog log = new MemoryLog();
        Clock clock = Clock.systemUTC();
        DurableOptions before = DurableOptions.builder().clock(clock).build();
        try (DurableQueues queues = DurableQueues.open(log, before)) {
            queues.create(QueueConfig.builder(QUEUE)
                    .retryPolicy(new RetryPolicy(0, Duration.ZERO, Duration.ZERO, 1, Duration.ofDays(9)))
                    .build());
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            queues.publish(QUEUE, message("1")).join();
            take(deliveries);
        }
        DurableOptions later = DurableOptions.builder()
                .clock(Clock.offset(clock, Duration.ofDays(1)))
                .build();
        try (DurableQueues queues = DurableQueues.open(log.reopen(true), later)) {
            assertThat(queues.deadLetters(QUEUE, null, 1)).isEmpty();
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            Delivery again = take(deliveries);
            assertThat(again.attempt()).isEqualTo(2);
            again.ack().join();
            assertThat(queues.stats(QUEUE).expired()).isZero();
        }
    }

    @Test
    void aSettlementIsSyncedSoonAlsoIfNobodyWaitsForASync() throws Exception {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        MemoryLog log = new MemoryLog();
        try (DurableQueues queues = DurableQueues.open(log, DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.of(QUEUE));
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            queues.publish(QUEUE, message("1")).join();
            take(deliveries).ack().join();
            await().until(() -> log.syncedPosition() == log.nextPosition());
        }
    }

    /** With room for 64 small requests, one that kept its room would stop the others before the end. */
    @Test
    void everyKindOfRequestGivesItsRoomBack() throws Exception {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        DurableOptions options =
                DurableOptions.builder().maxPendingBytes(1 << 16).build();
        QueueConfig config = QueueConfig.builder(QUEUE)
                .partitions(1)
                .ordering(Ordering.NONE)
                .limits(new Limits(4, 4, Duration.ofHours(1)))
                .build();
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), options)) {
            for (int i = 0; i < 70; i++) {
                queues.create(config);
                assertThatThrownBy(() -> queues.create(config)).isInstanceOf(QueueExistsException.class);
                queues.update(config);
                Subscription consumer = queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
                for (int m = 0; m < 4; m++) {
                    queues.publish(QUEUE, message("m" + m)).join();
                }
                assertThat(failure(queues.publish(
                                QUEUE, Message.builder(new byte[1]).dedupId("d").build())))
                        .isInstanceOf(QueueFullException.class);
                Delivery acked = take(deliveries);
                acked.ack().join();
                assertThat(failure(acked.extend())).isInstanceOf(StaleLeaseException.class);
                take(deliveries).reject("bad").join();
                Delivery third = take(deliveries);
                Delivery last = take(deliveries);
                Lease mixed = new Lease(third.messageId(), last.lease());
                queues.nack(QUEUE, "g", List.of(mixed), null).join();
                last.nack(Duration.ofHours(1)).join();
                DeadLetter letter = queues.deadLetters(QUEUE, null, 1).get(0);
                queues.retryDeadLetter(QUEUE, letter.id());
                take(deliveries);
                consumer.close();
                queues.purge(QUEUE);
                queues.deleteGroup(QUEUE, "g");
                queues.delete(QUEUE);
            }
        }
    }

    @Test
    void aListenerThatEndsWithAnErrorGetsItsMessageAgainAndTheRest() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        DurableOptions options = DurableOptions.builder().deliveryThreads(1).build();
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), options)) {
            queues.create(QueueConfig.builder(QUEUE)
                    .partitions(1)
                    .retryPolicy(new RetryPolicy(10, Duration.ZERO, Duration.ZERO, 1, Duration.ofHours(1)))
                    .build());
            for (String text : List.of("1", "2", "3")) {
                queues.publish(QUEUE, message(text)).join();
            }
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, delivery -> {
                if (text(delivery).equals("1") && delivery.attempt() == 1) {
                    Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
                    throw new StackOverflowError("of the listener");
                }
                seen.add(text(delivery));
                delivery.ack();
            });
            for (int i = 0; i < 3; i++) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isIn("1", "2", "3");
            }
            await().until(() -> queues.stats(QUEUE).depth() == 0);
        }
    }

    @Test
    void rejectedMessagesAreListedPeekedAtRetriedAndPurged() throws Exception {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        BlockingQueue<DeadLetterEvent> events = new LinkedBlockingQueue<>();
        DurableOptions options =
                DurableOptions.builder().onDeadLetter(events::add).build();
        try (DurableQueues queues = DurableQueues.open(directory, options)) {
            queues.create(QueueConfig.fromMap(
                    Map.of("name", QUEUE, "dlq_config", Map.of("alert_webhook", "http://localhost/hook"))));
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            for (int i = 0; i < 5; i++) {
                queues.publish(QUEUE, message("m" + i)).join();
                Delivery delivery = take(deliveries);
                delivery.reject("bad " + i).join();
            }
            DeadLetterEvent event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event.alertWebhook()).hasToString("http://localhost/hook");
            assertThat(event.reason()).isEqualTo(DeadLetterReason.REJECTED);
            List<DeadLetter> first = queues.deadLetters(QUEUE, null, 3);
            List<DeadLetter> second = queues.deadLetters(QUEUE, first.get(2).id(), 3);
            assertThat(first).hasSize(3);
            assertThat(second).hasSize(2);
            DeadLetter letter = queues.deadLetter(QUEUE, second.get(1).id());
            assertThat(letter.origin().detail()).isEqualTo("bad 4");
            assertThat(UTF_8.decode(letter.message().payload()).toString()).isEqualTo("m4");
            String id = queues.retryDeadLetter(QUEUE, letter.id());
            Delivery again = take(deliveries);
            assertThat(again.messageId()).isEqualTo(id);
            assertThat(again.attempt()).isEqualTo(1);
            assertThat(text(again)).isEqualTo("m4");
            again.ack().join();
            assertThatThrownBy(() -> queues.retryDeadLetter(QUEUE, letter.id()))
                    .isInstanceOf(UnknownMessageException.class);
            assertThat(queues.purgeDeadLetters(QUEUE)).isEqualTo(4);
            assertThat(queues.deadLetters(QUEUE, null, 10)).isEmpty();
            assertThat(queues.stats(QUEUE).deadLettered().get(DeadLetterReason.REJECTED))
                    .isEqualTo(5);
        }
    }

    @Test
    void closingLosesNothingThatWasAcceptedAndRefusesTheRest() {
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        try (DurableQueues queues = DurableQueues.open(directory)) {
            queues.create(QueueConfig.builder(QUEUE)
                    .limits(new Limits(100, 1_000_000, Duration.ofHours(1)))
                    .build());
            List<Thread> publishers = IntStream.range(0, 3)
                    .mapToObj(p -> new Thread(() -> {
                        for (int i = 0; ; i++) {
                            String text = p + ":" + i;
                            Throwable failed = failure(queues.publish(QUEUE, message(text)));
                            if (failed != null) {
                                assertThat(failed).isInstanceOf(EngineClosedException.class);
                                return;
                            }
                            accepted.add(text);
                        }
                    }))
                    .toList();
            publishers.forEach(Thread::start);
            await().until(() -> accepted.size() > 500);
            queues.close();
            publishers.forEach(publisher -> {
                try {
                    publisher.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        Set<String> found = ConcurrentHashMap.newKeySet();
        try (DurableQueues queues = DurableQueues.open(directory)) {
            int depth = (int) queues.stats(QUEUE).depth();
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT.withPrefetch(1_000), delivery -> {
                found.add(text(delivery));
                delivery.ack();
            });
            await().until(() -> queues.stats(QUEUE).depth() == 0);
            assertThat(found).hasSize(depth).containsAll(accepted);
        }
    }

    /** Nothing lost, duplicates only with a higher attempt, order per key, one holder of a key at a time. */
    @Test
    void concurrentConsumersThatComeAndGoKeepEveryPromise() throws Exception {
        int messages = 4_000;
        Map<String, Integer> keyHeldBy = new ConcurrentHashMap<>();
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        Map<String, Integer> attempts = new ConcurrentHashMap<>();
        List<String> violations = java.util.Collections.synchronizedList(new ArrayList<>());
        try (DurableQueues queues = DurableQueues.open(directory)) {
            queues.create(QueueConfig.builder(QUEUE)
                    .retryPolicy(new RetryPolicy(
                            1_000, Duration.ofMillis(1), Duration.ofMillis(5), 1.5, Duration.ofHours(1)))
                    .build());
            List<Subscription> members = new ArrayList<>();
            for (int c = 0; c < 3; c++) {
                members.add(subscribe(queues, c, keyHeldBy, seen, attempts, violations));
            }
            List<Thread> publishers = IntStream.range(0, 2)
                    .mapToObj(p -> new Thread(() -> {
                        for (int i = 0; i < messages / 2; i++) {
                            String key = "p" + p + "k" + i % 20;
                            queues.publish(
                                    QUEUE,
                                    Message.builder((key + ":" + i).getBytes(UTF_8))
                                            .key(key)
                                            .build());
                        }
                    }))
                    .toList();
            publishers.forEach(Thread::start);
            for (int round = 0; round < 10; round++) {
                int done = round * messages / 12;
                await().until(() -> queues.stats(QUEUE).acked() >= done);
                Subscription leaving = members.remove(0);
                leaving.drain().get(20, TimeUnit.SECONDS);
                members.add(subscribe(queues, 3 + round, keyHeldBy, seen, attempts, violations));
            }
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> queues.stats(QUEUE).acked() == messages);
            assertThat(violations).isEmpty();
            assertThat(queues.stats(QUEUE).depth()).isZero();
        }
        Set<Integer> numbers = new HashSet<>();
        seen.values().forEach(numbers::addAll);
        assertThat(seen.values().stream().mapToInt(List::size).sum()).isEqualTo(messages);
        seen.forEach((key, order) -> assertThat(order).as(key).isSorted());
    }

    private static Subscription subscribe(
            DurableQueues queues,
            int consumer,
            Map<String, Integer> keyHeldBy,
            Map<String, List<Integer>> seen,
            Map<String, Integer> attempts,
            List<String> violations) {
        return queues.subscribe(QUEUE, "g", "c" + consumer, SubscribeOptions.DEFAULT, delivery -> {
            String key = delivery.key();
            Integer holder = keyHeldBy.putIfAbsent(key, consumer);
            if (holder != null) {
                violations.add(key + " is with " + holder + " and " + consumer);
            }
            int before = attempts.getOrDefault(delivery.messageId(), 0);
            if (delivery.attempt() != before + 1) {
                violations.add(delivery.messageId() + ": attempt " + delivery.attempt() + " after " + before);
            }
            attempts.put(delivery.messageId(), delivery.attempt());
            int number = Integer.parseInt(text(delivery).split(":")[1]);
            boolean fails = delivery.attempt() == 1 && number % 10 == 3;
            if (!fails) {
                seen.computeIfAbsent(key, k -> java.util.Collections.synchronizedList(new ArrayList<>()))
                        .add(number);
            }
            keyHeldBy.remove(key);
            if (fails) {
                delivery.nack();
            } else {
                delivery.ack();
            }
        });
    }

    @Test
    void case11_noPublishCompletesBeforeItsSyncAndAFailedSyncIsAnError() throws Exception {
        GatedLog gate = new GatedLog();
        DurableQueues queues = DurableQueues.open(gate.log(), DurableOptions.DEFAULT);
        queues.create(QueueConfig.of(QUEUE));
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
        gate.shut();
        CompletableFuture<PublishResult> publish = queues.publish(QUEUE, message("1"));
        gate.awaitSync();
        assertThat(publish).isNotDone();
        assertThat(deliveries).isEmpty();
        gate.failing = true;
        gate.open();
        assertThat(failure(publish)).isInstanceOf(StorageException.class);
        assertThat(failure(queues.publish(QUEUE, message("2")))).isInstanceOf(StorageException.class);
        assertThat(queues.storageFailure()).containsInstanceOf(StorageException.class);
        assertThatThrownBy(queues::close).isInstanceOf(StorageException.class);
        assertThat(deliveries).isEmpty();
    }

    @Test
    void whatIsDurableIsDeliveredAndSettledWithoutWaitingForASync() throws Exception {
        GatedLog gate = new GatedLog();
        try (DurableQueues queues = DurableQueues.open(gate.log(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.of(QUEUE));
            queues.create(QueueConfig.of("$queue/other"));
            for (int i = 0; i < 3; i++) {
                Message message =
                        Message.builder(new byte[] {(byte) i}).key("k").build();
                queues.publish(QUEUE, message).join();
            }
            BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            Delivery delivery = take(deliveries);
            gate.shut();
            CompletableFuture<PublishResult> other = queues.publish("$queue/other", message("1"));
            gate.awaitSync();
            delivery.ack().get(20, TimeUnit.SECONDS);
            take(deliveries).ack().get(20, TimeUnit.SECONDS);
            take(deliveries).ack().get(20, TimeUnit.SECONDS);
            assertThat(other).isNotDone();
            gate.open();
            other.join();
        }
    }

    /** With one delivery thread, a later delivery to somebody else shows that an earlier one has not been made. */
    @Test
    void aMessageThatIsNotDurableIsNotDeliveredAndIsNotOvertaken() throws Exception {
        GatedLog gate = new GatedLog();
        DurableOptions options = DurableOptions.builder().deliveryThreads(1).build();
        try (DurableQueues queues = DurableQueues.open(gate.log(), options)) {
            queues.create(QueueConfig.builder(QUEUE).partitions(1).build());
            queues.create(QueueConfig.of("$queue/other"));
            for (int i = 0; i < 2; i++) {
                queues.publish(QUEUE, Message.builder(new byte[0]).key("k").build())
                        .join();
                queues.publish(
                                "$queue/other",
                                Message.builder(new byte[0]).key("k").build())
                        .join();
            }
            BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
            BlockingQueue<Delivery> others = new LinkedBlockingQueue<>();
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            queues.subscribe("$queue/other", "g", "c", SubscribeOptions.DEFAULT, others::add);
            Delivery first = take(deliveries);
            Delivery marker = take(others);
            gate.shut();
            CompletableFuture<PublishResult> fresh = queues.publish(QUEUE, message("not durable"));
            gate.awaitSync();
            first.ack().get(20, TimeUnit.SECONDS); // the second of the key is durable, but may not overtake
            marker.ack().get(20, TimeUnit.SECONDS);
            take(others);
            assertThat(deliveries).isEmpty();
            assertThat(fresh).isNotDone();
            gate.open();
            assertThat(take(deliveries).offset()).isEqualTo(2);
            assertThat(take(deliveries).offset()).isEqualTo(1);
        }
    }

    @Test
    void aDeadLetterThatIsRetriedIsNotDeliveredBeforeThatIsDurable() throws Exception {
        GatedLog gate = new GatedLog();
        try (DurableQueues queues = DurableQueues.open(gate.log(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.of(QUEUE));
            queues.create(QueueConfig.of("$queue/other"));
            BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
            BlockingQueue<Boolean> early = new LinkedBlockingQueue<>();
            BlockingQueue<Delivery> others = new LinkedBlockingQueue<>();
            queues.subscribe("$queue/other", "g", "c", SubscribeOptions.DEFAULT, others::add);
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, delivery -> {
                early.add(gate.isShut());
                deliveries.add(delivery);
            });
            queues.publish("$queue/other", message("1")).join();
            queues.publish(QUEUE, message("poison")).join();
            take(deliveries).reject("bad").join();
            String id = queues.deadLetters(QUEUE, null, 1).get(0).id();
            gate.shut();
            CompletableFuture<String> retried = CompletableFuture.supplyAsync(() -> queues.retryDeadLetter(QUEUE, id));
            gate.awaitSync();
            take(others).ack().get(20, TimeUnit.SECONDS); // a detour through the engine's threads
            assertThat(retried).isNotDone();
            gate.open();
            assertThat(take(deliveries).messageId()).isEqualTo(retried.join());
            assertThat(early).containsExactly(false, false);
        }
    }

    @Test
    void case11_aFullDiskRefusesAndItGoesOnWhenThereIsSpaceAgain() {
        GatedLog full = new GatedLog();
        try (DurableQueues queues = DurableQueues.open(full.log(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.of(QUEUE));
            full.appendFailure = new LogFullException("no space left", null);
            assertThat(failure(queues.publish(QUEUE, message("1"))))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("full");
            assertThat(queues.storageFailure()).containsInstanceOf(StorageException.class);
            full.appendFailure = null;
            // Without anybody asking for anything.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> queues.storageFailure().isEmpty());
            queues.publish(QUEUE, message("2")).join();
            assertThat(queues.stats(QUEUE).depth()).isEqualTo(1);
        }
    }

    @Test
    void case12_limitsAreExactUnderConcurrencyAndEveryPublishHasOneOutcome() {
        int limit = 500;
        int publishers = 4;
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.builder(QUEUE)
                    .limits(new Limits(100, limit, Duration.ofHours(1)))
                    .build());
            List<Throwable> outcomes = IntStream.range(0, publishers)
                    .parallel()
                    .mapToObj(p -> IntStream.range(0, limit)
                            .mapToObj(i -> queues.publish(QUEUE, message(p + ":" + i)))
                            .toList())
                    .flatMap(List::stream)
                    .map(DurableQueuesTest::failure)
                    .collect(Collectors.toCollection(ArrayList::new));
            assertThat(outcomes).hasSize(publishers * limit);
            assertThat(outcomes.stream().filter(Objects::isNull)).hasSize(limit);
            assertThat(outcomes.stream().filter(Objects::nonNull)).allMatch(QueueFullException.class::isInstance);
            assertThat(queues.stats(QUEUE).depth()).isEqualTo(limit);
            assertThat(queues.stats(QUEUE).enqueued()).isEqualTo(limit);
        }
    }

    @Test
    void case12_aSystemClockThatJumpsExpiresNothing() throws Exception {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        Clock jumping = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        DurableOptions options = DurableOptions.builder().clock(jumping).build();
        MemoryLog log = new MemoryLog();
        try (DurableQueues queues = DurableQueues.open(log, options)) {
            queues.create(QueueConfig.builder(QUEUE)
                    .partitions(1)
                    .limits(new Limits(100, 10, Duration.ofHours(1)))
                    .build());
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT.withPrefetch(1), deliveries::add);
            queues.publish(QUEUE, message("held")).join();
            Delivery held = take(deliveries);
            now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
            queues.publish(QUEUE, message("waiting")).join();
            now.updateAndGet(time -> time.minus(Duration.ofDays(2)));
            queues.publish(QUEUE, message("last")).join();
            assertThat(queues.stats(QUEUE).depth()).isEqualTo(3);
            held.ack().join();
            assertThat(text(take(deliveries))).isEqualTo("waiting");
        }
        // Opened a day behind what it has seen before.
        try (DurableQueues queues = DurableQueues.open(log.reopen(true), options)) {
            assertThat(queues.stats(QUEUE).depth()).isEqualTo(2);
            queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add);
            Delivery again = take(deliveries);
            assertThat(text(again)).isEqualTo("waiting");
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(text(take(deliveries))).isEqualTo("last");
        }
    }

    @Test
    void case10_aConsumerWithoutHeartbeatIsLostAndItsMessagesGoToAnother() throws Exception {
        BlockingQueue<Delivery> dead = new LinkedBlockingQueue<>();
        BlockingQueue<Delivery> alive = new LinkedBlockingQueue<>();
        BlockingQueue<EndReason> ends = new LinkedBlockingQueue<>();
        try (DurableQueues queues = DurableQueues.open(new MemoryLog(), DurableOptions.DEFAULT)) {
            queues.create(QueueConfig.of(QUEUE));
            Subscription silent = queues.subscribe(
                    QUEUE,
                    "g",
                    "silent",
                    SubscribeOptions.DEFAULT.withHeartbeatTimeout(Duration.ofSeconds(1)),
                    new DeliveryListener() {
                        @Override
                        public void onDelivery(Delivery delivery) {
                            dead.add(delivery);
                        }

                        @Override
                        public void onEnd(EndReason reason) {
                            ends.add(reason);
                        }
                    });
            queues.publish(QUEUE, message("1")).join();
            Delivery first = take(dead);
            queues.subscribe(QUEUE, "g", "alive", SubscribeOptions.DEFAULT, alive::add);
            Delivery second = take(alive);
            assertThat(second.messageId()).isEqualTo(first.messageId());
            assertThat(second.attempt()).isEqualTo(2);
            assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo(EndReason.LOST);
            assertThat(silent.isActive()).isFalse();
            assertThat(failure(first.ack())).isInstanceOf(StaleLeaseException.class);
            second.ack().join();
        }
    }
}
