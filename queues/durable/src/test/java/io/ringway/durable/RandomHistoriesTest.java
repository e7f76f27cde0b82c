package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random histories, checked step by step against a model that knows only the rules: which lease is valid, which message
 * a group has settled, what may be delivered next. Each history must also replay to the same bytes.
 *
 * <p>The number of histories is {@code -Dringway.histories}, 500 if it is not set.
 */
class RandomHistoriesTest {

    private static final String Q = "$queue/q";
    private static final String[] GROUPS = {"g1", "g2"};

    /** What the model knows of a message in a group. */
    private static final class Known {
        final String text;
        final String key;
        final long order;
        int attempts;
        boolean settled;
        Driver.Hand holder;
        long deadline;
        String consumer;

        Known(String text, String key, long order) {
            this.text = text;
            this.key = key;
            this.order = order;
        }
    }

    @Test
    void everyStepOfRandomHistoriesObeysTheRules() {
        int histories = Integer.getInteger("ringway.histories", 500);
        for (int seed = 0; seed < histories; seed++) {
            try {
                new History(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("history with seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class History {
        private final Random random;
        private final Driver driver = new Driver();
        private final Ordering ordering;
        private final int batchSize;
        private final int maxRetries;
        private final Map<String, Map<String, Known>> groups = new HashMap<>();
        private final Map<String, TreeMap<String, Integer>> members = new HashMap<>();
        private final List<Driver.Hand> past = new ArrayList<>();
        private int published;

        History(long seed) {
            random = new Random(seed);
            ordering = Ordering.values()[random.nextInt(3)];
            batchSize = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
            maxRetries = random.nextInt(4);
            driver.create(QueueConfig.builder(Q)
                    .ordering(ordering)
                    .partitions(ordering == Ordering.STRICT ? 1 : 1 + random.nextInt(3))
                    .performance(new Performance(Duration.ofMillis(50), batchSize))
                    .retryPolicy(new RetryPolicy(
                            maxRetries, Duration.ofMillis(10), Duration.ofMillis(40), 2, Duration.ofHours(1)))
                    .build());
            for (String group : GROUPS) {
                groups.put(group, new HashMap<>());
                members.put(group, new TreeMap<>());
                // Both groups are there from the beginning, so that every message is for both.
                join(group, "first");
            }
        }

        void run() {
            int steps = 20 + random.nextInt(120);
            for (int i = 0; i < steps; i++) {
                step();
            }
            drain();
            driver.requireDeterminism(random.nextInt(driver.log.size()));
        }

        private void step() {
            String group = GROUPS[random.nextInt(GROUPS.length)];
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> publish();
                case 4, 5 -> settle(Wire.ACK);
                case 6 -> settle(Wire.NACK);
                case 7 -> settle(random.nextInt(3) == 0 ? Wire.REJECT : Wire.EXTEND);
                case 8 -> pass(random.nextInt(30));
                case 9 -> join(group, "c" + random.nextInt(3));
                case 10 -> leave(group);
                default -> {
                    if (random.nextInt(8) == 0) {
                        restart();
                    } else {
                        pass(1);
                    }
                }
            }
            check();
        }

        private void publish() {
            int count = 1 + random.nextInt(4);
            byte[][] commands = new byte[count][];
            for (int i = 0; i < count; i++) {
                String text = "m" + published;
                String key = random.nextInt(4) == 0 ? null : "k" + random.nextInt(3);
                commands[i] = driver.publishCommand(
                        Q, Message.builder(text.getBytes(UTF_8)).key(key).build());
                for (String group : GROUPS) {
                    groups.get(group).put(text, new Known(text, key, published));
                }
                published++;
            }
            driver.batch(commands);
        }

        private void join(String group, String consumer) {
            takenBack(group, consumer); // as a member, or as one that still drains
            int prefetch = 1 + random.nextInt(5);
            members.get(group).put(consumer, prefetch);
            driver.subscribe(Q, group, consumer, prefetch, StartPosition.earliest());
        }

        private void leave(String group) {
            if (!members.get(group).isEmpty()) {
                String consumer = members.get(group).firstKey();
                members.get(group).remove(consumer);
                boolean drains = random.nextBoolean();
                if (!drains) {
                    takenBack(group, consumer);
                }
                driver.leave(Q, group, consumer, drains ? Wire.DRAIN : Wire.CLOSE);
            }
        }

        private void takenBack(String group, String consumer) {
            for (Known known : groups.get(group).values()) {
                if (known.holder != null && known.consumer.equals(consumer)) {
                    known.holder = null;
                }
            }
        }

        private void restart() {
            check();
            for (String group : GROUPS) {
                members.get(group).clear();
                groups.get(group).values().forEach(known -> known.holder = null);
            }
            driver.restart();
        }

        private void pass(long millis) {
            long now = driver.now + millis;
            List<Known> due = new ArrayList<>();
            for (String group : GROUPS) {
                for (Known known : groups.get(group).values()) {
                    if (known.holder != null && known.deadline <= now) {
                        due.add(known);
                    }
                }
            }
            due.sort(Comparator.comparingLong((Known known) -> known.deadline)
                    .thenComparingLong(known -> known.holder.token()));
            for (Known known : due) {
                // One before it in its key may have taken it back; either way its lease is over.
                if (known.holder != null) {
                    fail(known);
                }
            }
            driver.pass(millis);
        }

        /** The lease is over; whether the message is a dead letter, the list of those tells. */
        private void fail(Known known) {
            known.holder = null;
            if (known.attempts <= maxRetries) {
                revokeLater(known);
            }
        }

        private void revokeLater(Known known) {
            String order = orderKey(known);
            if (order == null || batchSize == 1) {
                return;
            }
            for (String group : GROUPS) {
                Map<String, Known> of = groups.get(group);
                if (of.get(known.text) == known) {
                    for (Known other : of.values()) {
                        if (other.holder != null && order.equals(orderKey(other)) && other.order > known.order) {
                            other.holder = null;
                        }
                    }
                }
            }
        }

        private String orderKey(Known known) {
            return switch (ordering) {
                case NONE -> null;
                case STRICT -> "all";
                case PARTITION -> known.key;
            };
        }

        private void settle(byte kind) {
            if (past.isEmpty()) {
                return;
            }
            // Old ones too: most of them are stale.
            int from = random.nextInt(4) == 0 ? 0 : Math.max(0, past.size() - 6);
            Driver.Hand hand = past.get(from + random.nextInt(past.size() - from));
            Known known = groups.get(hand.group()).get(hand.text());
            boolean valid = known.holder == hand;
            int deadBefore = driver.dead.size();
            long argument = kind == Wire.NACK && random.nextBoolean() ? random.nextInt(20) : -1;
            assertThat(driver.settle(kind, hand, argument))
                    .as("settling " + hand + " by " + kind)
                    .isEqualTo(valid);
            if (!valid) {
                assertThat(driver.dead).hasSize(deadBefore);
                return;
            }
            switch (kind) {
                case Wire.ACK -> {
                    known.holder = null;
                    known.settled = true;
                }
                case Wire.NACK -> {
                    known.holder = null;
                    boolean last = known.attempts > maxRetries;
                    if (!last) {
                        revokeLater(known);
                    }
                    assertThat(driver.dead).hasSize(deadBefore + (last ? 1 : 0));
                    known.settled = last;
                }
                case Wire.REJECT -> {
                    known.holder = null;
                    known.settled = true;
                    assertThat(driver.dead).hasSize(deadBefore + 1);
                }
                default -> known.deadline = driver.now + 50;
            }
        }

        /** What was delivered since, in its order, against the rules. */
        private void check() {
            settleDead();
            for (Driver.Hand hand : driver.hands()) {
                Known known = groups.get(hand.group()).get(hand.text());
                assertThat(known.settled).as(hand + " was settled").isFalse();
                assertThat(known.holder).as(hand + " is with another").isNull();
                assertThat(hand.attempt()).as(hand + " attempt").isEqualTo(known.attempts + 1);
                assertThat(members.get(hand.group()))
                        .as(hand + " goes to a member")
                        .containsKey(hand.consumer());
                String order = orderKey(known);
                int inFlightOfKey = 0;
                for (Known other : groups.get(hand.group()).values()) {
                    if (order != null && order.equals(orderKey(other))) {
                        if (other.holder != null) {
                            inFlightOfKey++;
                            assertThat(other.consumer)
                                    .as(hand + " beside " + other.text)
                                    .isEqualTo(hand.consumer());
                        }
                        if (other.order < known.order && !other.settled) {
                            assertThat(other.holder)
                                    .as(hand + " overtakes " + other.text)
                                    .isNotNull();
                        }
                    }
                }
                if (order != null) {
                    assertThat(inFlightOfKey).as(hand + " in flight of its key").isLessThan(batchSize);
                }
                known.attempts++;
                known.holder = hand;
                known.consumer = hand.consumer();
                known.deadline = driver.now + 50;
                past.add(hand);
            }
            for (String group : GROUPS) {
                Map<String, Integer> held = new HashMap<>();
                for (Known known : groups.get(group).values()) {
                    if (known.holder != null) {
                        held.merge(known.consumer, 1, Integer::sum);
                    }
                }
                held.forEach((consumer, count) -> assertThat(count)
                        .as("prefetch of " + consumer)
                        .isLessThanOrEqualTo(members.get(group).getOrDefault(consumer, 5)));
            }
            Map<String, Known> second = groups.get(GROUPS[1]);
            long live = groups.get(GROUPS[0]).values().stream()
                    .filter(known -> !known.settled || !second.get(known.text).settled)
                    .count();
            assertThat(driver.queue(Q).depth).isEqualTo((int) live);
        }

        /** Dead letters by time-out show in the list; they must have used up their attempts. */
        private void settleDead() {
            for (DeadInfo info : driver.dead) {
                for (Known known : groups.get(info.group()).values()) {
                    Driver.Hand last = past.stream()
                            .filter(hand -> hand.group().equals(info.group())
                                    && hand.partition() == info.partition()
                                    && hand.offset() == info.offset())
                            .findFirst()
                            .orElseThrow();
                    if (known.text.equals(last.text()) && !known.settled) {
                        assertThat(known.attempts).as(known.text + " is dead").isGreaterThan(maxRetries);
                        known.settled = true;
                        known.holder = null;
                    }
                }
            }
            driver.dead.clear();
        }

        /** With a consumer that acknowledges everything, everything gets out. */
        private void drain() {
            for (String group : GROUPS) {
                if (members.get(group).isEmpty()) {
                    join(group, "last");
                    check();
                }
            }
            for (int i = 0; i < 2_000 && driver.queue(Q).depth > 0; i++) {
                boolean acked = false;
                for (String group : GROUPS) {
                    for (Known known : new ArrayList<>(groups.get(group).values())) {
                        if (known.holder != null) {
                            assertThat(driver.ack(known.holder)).isTrue();
                            known.holder = null;
                            known.settled = true;
                            acked = true;
                            check();
                        }
                    }
                }
                if (!acked) {
                    pass(10);
                    check();
                }
            }
            assertThat(driver.queue(Q).depth).as("messages that never come").isZero();
        }
    }
}
