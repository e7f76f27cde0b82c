package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The edge cases that every durable queue has to decide, decided. Case 11, and what of cases 10 and 12 needs threads,
 * is in {@link DurableQueuesTest} under the same names; {@link PowerCutTest} and {@link KillTest} hold cases 7, 8 and
 * 11 to it at every write and at random moments.
 */
class TwelveEdgeCasesTest {

    private static final String Q = "$queue/q";
    private static final String DLQ = "$queue/dlq/q";

    private final Driver driver = new Driver();

    @AfterEach
    void everyHistoryReplaysToTheSameBytes() {
        driver.requireDeterminism(driver.log.size() / 2);
    }

    private static QueueConfig.Builder queue() {
        return QueueConfig.builder(Q)
                .partitions(1)
                .retryPolicy(new RetryPolicy(2, Duration.ofMillis(100), Duration.ofSeconds(1), 2, Duration.ofHours(1)));
    }

    private void publish(String... keyed) {
        for (String text : keyed) {
            driver.publish(Q, text, text.substring(0, 1));
        }
    }

    @Test
    void case01_aNackKeepsTheOrderOfItsKeyAndOtherKeysProceed() {
        driver.create(queue().build());
        driver.join(Q, "c", 10);
        publish("a1", "a2", "b1", "b2");
        List<Driver.Hand> hands = driver.hands();
        assertThat(hands).extracting(Driver.Hand::text).containsExactly("a1", "b1");
        driver.nack(hands.get(0), -1);
        assertThat(driver.texts()).isEmpty();
        driver.ack(hands.get(1));
        assertThat(driver.texts()).containsExactly("b2");
        driver.pass(99);
        assertThat(driver.texts()).isEmpty();
        driver.pass(1);
        Driver.Hand again = driver.hand();
        assertThat(again.text()).isEqualTo("a1");
        driver.ack(again);
        assertThat(driver.texts()).containsExactly("a2");
    }

    @Test
    void case01_withBatchesAFailureTakesTheLaterOnesOfItsKeyBack() {
        driver.create(
                queue().performance(new Performance(Duration.ofSeconds(30), 3)).build());
        driver.join(Q, "c", 10);
        publish("a1", "a2", "a3", "a4", "b1");
        List<Driver.Hand> hands = driver.hands();
        assertThat(hands).extracting(Driver.Hand::text).containsExactly("a1", "a2", "a3", "b1");
        driver.nack(hands.get(0), 0);
        Driver.Hand again = driver.hand();
        assertThat(again.text()).isEqualTo("a1");
        assertThat(driver.ack(hands.get(1))).as("a lease that was revoked").isFalse();
        driver.ack(again);
        List<Driver.Hand> rest = driver.hands();
        assertThat(rest).extracting(Driver.Hand::text).containsExactly("a2", "a3", "a4");
        assertThat(rest).extracting(Driver.Hand::attempt).containsExactly(2, 2, 1);
    }

    @Test
    void case02_aPoisonMessageBlocksItsKeyUntilItsLimitAndThenTheKeyGoesOn() {
        driver.create(queue().build());
        driver.join(Q, "c", 10);
        publish("a1", "a2", "b1");
        for (int attempt = 1; attempt <= 3; attempt++) {
            Driver.Hand poison = driver.hands().stream()
                    .filter(hand -> hand.text().startsWith("a"))
                    .findFirst()
                    .orElseThrow();
            assertThat(poison.text()).isEqualTo("a1");
            assertThat(poison.attempt()).isEqualTo(attempt);
            driver.nack(poison, -1);
            if (attempt < 3) {
                driver.pass(1_000);
            }
        }
        assertThat(driver.texts()).containsExactly("a2");
        assertThat(driver.dead).singleElement().satisfies(info -> {
            assertThat(info.reason()).isEqualTo(DeadLetterReason.MAX_RETRIES);
            assertThat(info.attempts()).isEqualTo(3);
        });
        assertThat(driver.queue(DLQ).depth).isEqualTo(1);
    }

    @Test
    void case03_anExpiredLeaseSettlesNothingAndLeavesTheNewHolderAlone() {
        driver.create(queue().build());
        driver.join(Q, "c", 10);
        publish("a1");
        Driver.Hand late = driver.hand();
        driver.pass(30_000);
        driver.pass(100);
        Driver.Hand holder = driver.hand();
        assertThat(holder.token()).isNotEqualTo(late.token());
        assertThat(driver.ack(late)).isFalse();
        assertThat(driver.nack(late, 0)).isFalse();
        assertThat(driver.reject(late)).isFalse();
        assertThat(driver.extend(late, 1)).isFalse();
        driver.pass(10_000);
        assertThat(driver.hands()).isEmpty();
        assertThat(driver.ack(holder)).isTrue();
        assertThat(driver.queue(Q).depth).isZero();
    }

    @Test
    void case03_aTokenThatAPowerCutTookBackSettlesNoOtherDelivery() {
        driver.create(queue().build());
        publish("a1", "b1");
        int durable = driver.log.size();
        driver.join(Q, "c", 1);
        Driver.Hand lost = driver.hand();
        driver.log.subList(durable, driver.log.size()).clear();
        driver.restart();
        driver.join(Q, "c", 1);
        Driver.Hand held = driver.hand();
        assertThat(held.text()).isEqualTo(lost.text());
        assertThat(driver.ack(lost)).as("a lease of before the power cut").isFalse();
        assertThat(driver.ack(held)).isTrue();
    }

    @Test
    void case04_redeliveryRestartsTheLeaseAndExtendRacesExpiryWithOneWinner() {
        driver.create(queue().build());
        driver.join(Q, "c1", 10);
        driver.join(Q, "c2", 10);
        publish("a1");
        Driver.Hand first = driver.hand();
        driver.pass(29_999);
        assertThat(driver.extend(first, -1)).isTrue();
        driver.pass(29_999);
        assertThat(driver.extend(first, 5_000)).isTrue();
        driver.pass(5_000);
        assertThat(driver.extend(first, -1)).as("expired at this very moment").isFalse();
        driver.pass(100);
        Driver.Hand second = driver.hand();
        assertThat(second.attempt()).isEqualTo(2);
        driver.pass(29_999);
        assertThat(driver.hands())
                .as("the second lease is as long as the first")
                .isEmpty();
        assertThat(driver.ack(second)).isTrue();
    }

    @Test
    void case05_aLoneConsumerGetsItsMessageAgainAfterNackTimeoutAndReconnect() {
        driver.create(queue().build());
        driver.join(Q, "c", 10);
        publish("a1");
        driver.nack(driver.hand(), 0);
        Driver.Hand second = driver.hand();
        assertThat(second.attempt()).isEqualTo(2);
        driver.join(Q, "c", 10);
        assertThat(driver.ended).containsExactly("c REPLACED");
        Driver.Hand third = driver.hand();
        assertThat(third.attempt()).isEqualTo(3);
        assertThat(driver.ack(second)).isFalse();
        driver.leave(Q, "c", Wire.CLOSE);
        driver.join(Q, "c", 10);
        Driver.Hand fourth = driver.hand();
        assertThat(fourth.attempt()).isEqualTo(4);
        driver.update(queue().retryPolicy(RetryPolicy.DEFAULT).build());
        driver.pass(30_000);
        driver.pass(300_000);
        assertThat(driver.hand().attempt()).isEqualTo(5);
    }

    @Test
    void case06_redeliveryIsBoundedUnderABacklogAndTheBacklogUnderRedelivery() {
        driver.create(queue().ordering(Ordering.NONE)
                .retryPolicy(new RetryPolicy(1_000, Duration.ZERO, Duration.ZERO, 1, Duration.ofHours(1)))
                .build());
        for (int i = 0; i < 1_000; i++) {
            driver.publish(Q, i == 0 ? "poison" : "m" + i, null);
        }
        driver.join(Q, "c", 1);
        int poisoned = 0;
        int others = 0;
        for (int i = 0; i < 200; i++) {
            Driver.Hand hand = driver.hand();
            if (hand.text().equals("poison")) {
                poisoned++;
                driver.nack(hand, 0);
            } else {
                others++;
                driver.ack(hand);
            }
        }
        assertThat(poisoned).isBetween(90, 110);
        assertThat(others).isBetween(90, 110);
    }

    @Test
    void case07_theAttemptIsOneMoreForEachDeliveryAcrossCrashes() {
        driver.create(queue().retryPolicy(RetryPolicy.DEFAULT).build());
        driver.join(Q, "c", 10);
        publish("a1");
        for (int attempt = 1; attempt < 6; attempt++) {
            assertThat(driver.hand().attempt()).isEqualTo(attempt);
            driver.restart();
            driver.join(Q, "c", 10);
        }
        assertThat(driver.hand().attempt()).isEqualTo(6);
    }

    @Test
    void case08_theMoveToTheDeadLetterQueueIsOneStepAndCanBeRecognised() {
        driver.create(queue().build());
        driver.join(Q, "c", 10);
        publish("a1");
        Driver.Hand hand = driver.hand();
        driver.reject(hand);
        assertThat(driver.queue(Q).depth).isZero();
        assertThat(driver.queue(DLQ).depth).isEqualTo(1);
        driver.restart();
        assertThat(driver.queue(Q).depth).isZero();
        assertThat(driver.queue(DLQ).depth).isEqualTo(1);
        DeadInfo info = driver.queue(DLQ).partitions[0].dead.get(0);
        assertThat(info.offset()).isEqualTo(hand.offset());
        assertThat(info.queue()).isEqualTo(Q);
        assertThat(info.detail()).isEqualTo("because");
        driver.subscribe(DLQ, "g", "d", 10, StartPosition.earliest());
        assertThat(driver.hand().text()).isEqualTo("a1");
    }

    @Test
    void case08_whatExpiredInSomebodysHandsIsADeadLetterAfterARestartThoughItsQueueWasDeleted() {
        driver.create(queue().build());
        driver.create(QueueConfig.builder("$queue/r").build());
        expiredInFlight();
        driver.delete(DLQ);
        driver.restart();
        assertThat(driver.queue(Q).depth).isZero();
        assertThat(driver.queue(DLQ).depth).isEqualTo(1);
    }

    /** A message that a consumer holds, and whose time to live has passed. */
    private Driver.Hand expiredInFlight() {
        driver.join(Q, "c", 10);
        driver.publish(
                Q,
                Message.builder("a1".getBytes(UTF_8))
                        .timeToLive(Duration.ofMillis(10))
                        .build());
        Driver.Hand hand = driver.hand();
        driver.pass(10);
        return hand;
    }

    @Test
    void case09_aNewGroupStartsWhereItSays() {
        driver.create(queue().build());
        publish("a1", "b1");
        driver.subscribe(Q, "fast", "f", 10, StartPosition.earliest());
        driver.hands().forEach(driver::ack);
        assertThat(driver.queue(Q).depth)
                .as("reclaimed: the only group is done")
                .isZero();
        driver.subscribe(Q, "slow", "s", 1, StartPosition.earliest());
        driver.pass(1_000);
        publish("a2", "b2");
        driver.hands().stream().filter(hand -> hand.group().equals("fast")).forEach(driver::ack);
        Instant between = Instant.ofEpochMilli(driver.now + 500);
        driver.pass(1_000);
        publish("a3");
        driver.hands();
        driver.subscribe(Q, "early", "e", 10, StartPosition.earliest());
        assertThat(driver.texts()).containsExactly("a2", "b2");
        driver.subscribe(Q, "late", "l", 10, StartPosition.latest());
        assertThat(driver.texts()).isEmpty();
        driver.subscribe(Q, "timed", "t", 10, StartPosition.at(between));
        assertThat(driver.texts()).containsExactly("a3");
        publish("c1");
        assertThat(driver.hands()).extracting(Driver.Hand::group).contains("late", "timed", "fast", "early");
    }

    @Test
    void case09_aNewGroupIsNotGivenWhatExpiredInTheHandsOfAnother() {
        driver.create(queue().build());
        Driver.Hand hand = expiredInFlight();
        driver.subscribe(Q, "new", "n", 10, StartPosition.earliest());
        assertThat(driver.texts()).isEmpty();
        assertThat(driver.ack(hand)).isTrue();
        assertThat(driver.queue(Q).depth).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"PARTITION", "STRICT"})
    void case10_keysInFlightChangeHandsOnlyWhenTheyAreSettled(Ordering ordering) {
        int partitions = ordering == Ordering.STRICT ? 1 : 2;
        driver.create(queue().ordering(ordering).partitions(partitions).build());
        driver.join(Q, "c1", 10);
        publish("a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2");
        List<Driver.Hand> first = driver.hands();
        driver.join(Q, "c2", 10);
        assertThat(driver.hands()).isEmpty();
        driver.leave(Q, "c1", Wire.DRAIN);
        assertThat(driver.hands()).as("every key is still in flight").isEmpty();
        Set<String> seen = new HashSet<>();
        List<Driver.Hand> open = new ArrayList<>(first);
        while (!open.isEmpty()) {
            Driver.Hand hand = open.remove(0);
            assertThat(seen.add(hand.text())).isTrue();
            driver.ack(hand);
            List<Driver.Hand> next = driver.hands();
            assertThat(next).allMatch(hand2 -> hand2.consumer().equals("c2"));
            open.addAll(next);
        }
        assertThat(seen).hasSize(8);
        assertThat(driver.ended).containsExactly("c1 CLOSED");
    }

    @Test
    void case09_aGroupThatIsDeletedIsWaitedForNoMore() {
        driver.create(queue().build());
        driver.subscribe(Q, "other", "o", 10, StartPosition.earliest());
        driver.join(Q, "c", 10);
        driver.deleteGroup(Q, "other");
        publish("a1");
        Driver.Hand hand = driver.hand();
        assertThat(hand.group()).isEqualTo("g");
        driver.ack(hand);
        assertThat(driver.queue(Q).depth).isZero();
    }

    @Test
    void case10_aConsumerThatIsLostGivesBackWhatItHeldInOrder() {
        driver.create(queue().ordering(Ordering.NONE).build());
        driver.join(Q, "c1", 3);
        publish("a1", "b1", "c1", "d1");
        List<Driver.Hand> held = driver.hands();
        driver.join(Q, "c2", 10);
        driver.leave(Q, "c1", Wire.LOST);
        List<Driver.Hand> again = driver.hands();
        assertThat(again).extracting(Driver.Hand::consumer).containsOnly("c2");
        assertThat(again.stream().filter(hand -> hand.attempt() == 2).map(Driver.Hand::text))
                .containsExactly("a1", "b1", "c1");
        assertThat(driver.ack(held.get(0))).isFalse();
    }

    @Test
    void case12_afterAReconnectTheUnackedComeFirstThenTheBacklogThenNewOnes() {
        driver.create(queue().build());
        driver.join(Q, "c", 3);
        publish("a1", "b1", "c1", "d1", "e1");
        List<Driver.Hand> held = driver.hands();
        assertThat(held).extracting(Driver.Hand::text).containsExactly("a1", "b1", "c1");
        driver.leave(Q, "c", Wire.CLOSE);
        publish("f1");
        driver.join(Q, "c", 1);
        List<String> order = new ArrayList<>();
        while (driver.queue(Q).depth > 0) {
            Driver.Hand hand = driver.hand();
            assertThat(hand.attempt()).isEqualTo(order.size() < 3 ? 2 : 1);
            order.add(hand.text());
            driver.ack(hand);
        }
        assertThat(order).containsExactly("a1", "b1", "c1", "d1", "e1", "f1");
    }

    @Test
    void case12_limitsAreExactAndEveryMessageHasOneOutcome() {
        driver.create(queue().limits(new Limits(10, 3, Duration.ofSeconds(10))).build());
        byte[][] commands = new byte[5][];
        for (int i = 0; i < 5; i++) {
            commands[i] = driver.publishCommand(Q, Message.of(("m" + i).getBytes(UTF_8)));
        }
        List<Object> results = driver.batch(commands);
        assertThat(results.stream().filter(PublishResult.class::isInstance)).hasSize(3);
        assertThat(results.stream().filter(Refusal.FULL::equals)).hasSize(2);
        driver.now -= 86_400_000;
        driver.batch();
        assertThat(driver.queue(Q).depth)
                .as("a clock that goes back expires nothing")
                .isEqualTo(3);
        driver.now += 86_400_000 + 9_999;
        driver.batch();
        assertThat(driver.queue(Q).depth).isEqualTo(3);
        driver.pass(1);
        assertThat(driver.queue(Q).depth).isZero();
        assertThat(driver.queue(DLQ).depth)
                .as("expired, and kept as dead letters")
                .isEqualTo(3);
    }
}
