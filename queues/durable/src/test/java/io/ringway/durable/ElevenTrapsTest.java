package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringway.log.PowerCutLayer;
import io.ringway.log.SegmentLog;
import io.ringway.log.SegmentLogOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults that others shipped. */
class ElevenTrapsTest {

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
                .retryPolicy(new RetryPolicy(1, Duration.ofMillis(10), Duration.ofMillis(10), 1, Duration.ofHours(1)));
    }

    private Driver.Hand delivered() {
        driver.create(queue().build());
        driver.join(Q, "c", 10);
        driver.publish(Q, "m", null);
        return driver.hand();
    }

    @Test
    void trap01_everyKeyThatIsParsedHasATestThatFailsWhenItIsIgnored() {
        Map<String, Object> keys = queue().dlqConfig(new DlqConfig(true, DLQ, URI.create("http://localhost/")))
                .build()
                .toMap();
        keys.remove("name");
        String tests = Arrays.stream(ConfigKeysTest.class.getDeclaredMethods())
                .map(method -> method.getName().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" ", " ", " "));
        keys.forEach((key, value) -> {
            String section = key.replace("_", "");
            assertThat(tests).as(key).contains(" " + section);
            if (value instanceof Map<?, ?> inner) {
                inner.keySet()
                        .forEach(each -> assertThat(tests)
                                .as(key + "." + each)
                                .containsPattern(
                                        " " + section + "\\w*" + each.toString().replace("_", "")));
            }
        });
        assertThat(keys).hasSizeGreaterThan(5);
    }

    @Test
    void trap02_aNackHasItsEffect() {
        driver.nack(delivered(), 5);
        driver.pass(5);
        assertThat(driver.hand().attempt()).isEqualTo(2);
    }

    @Test
    void trap03_aLoneConsumerGetsItsExpiredMessageAgain() {
        delivered();
        driver.pass(30_000);
        driver.pass(10);
        assertThat(driver.hand().attempt()).isEqualTo(2);
    }

    @Test
    void trap04_twoConsumersDoNotPlayPingPongWithAMessage() {
        Driver.Hand first = delivered();
        driver.join(Q, "d", 10);
        driver.pass(30_000);
        driver.pass(10);
        Driver.Hand second = driver.hand();
        for (int i = 0; i < 299; i++) {
            driver.pass(100);
        }
        assertThat(driver.hands()).as("the lease began anew").isEmpty();
        assertThat(driver.dead).isEmpty();
        assertThat(driver.ack(first)).isFalse();
        assertThat(driver.ack(second)).isTrue();
    }

    @Test
    void trap05_aBacklogDoesNotStarveWhatIsTriedAgain() {
        driver.create(queue().build());
        for (int i = 0; i < 5_000; i++) {
            driver.publish(Q, "m" + i, null);
        }
        driver.join(Q, "c", 1);
        Driver.Hand first = driver.hand();
        driver.nack(first, 10);
        driver.pass(10);
        int others = 0;
        Driver.Hand hand = driver.hand();
        while (!hand.text().equals(first.text())) {
            driver.ack(hand);
            others++;
            hand = driver.hand();
        }
        assertThat(others).isLessThanOrEqualTo(2);
    }

    @Test
    void trap06_noOtherTokenSettlesAMessage() {
        Driver.Hand hand = delivered();
        for (long token : List.of(0L, -1L, hand.token() - 1, hand.token() + 1)) {
            assertThat(driver.settle(Wire.ACK, hand, -1, token)).isFalse();
        }
        assertThat(driver.ack(hand)).isTrue();
        assertThat(driver.ack(hand)).as("the second time").isFalse();
    }

    @Test
    void trap07_aRejectedMessageStaysWhereItIsWhenItsDeadLetterQueueIsFull() {
        driver.create(QueueConfig.builder(DLQ)
                .partitions(1)
                .limits(new Limits(10, 1, Duration.ofHours(1)))
                .build());
        Driver.Hand first = delivered();
        driver.reject(first);
        driver.publish(Q, "n", null);
        Driver.Hand second = driver.hand();
        driver.reject(second);
        assertThat(driver.queue(Q).depth).as("it is still there").isEqualTo(1);
        assertThat(driver.queue(DLQ).depth).isEqualTo(1);
        driver.pass(10);
        Driver.Hand again = driver.hand();
        assertThat(again.text()).isEqualTo("n");
        driver.purge(DLQ);
        driver.reject(again);
        assertThat(driver.queue(Q).depth).isZero();
        assertThat(driver.queue(DLQ).depth).isEqualTo(1);
    }

    @Test
    void trap08_theDelayOfANackIsKeptAndTheAttemptIsSeen() {
        driver.nack(delivered(), 12_345);
        driver.pass(12_344);
        assertThat(driver.hands()).isEmpty();
        driver.pass(1);
        assertThat(driver.hand().attempt()).isEqualTo(2);
    }

    @Test
    void trap09_messagesStayWhileThereIsNoGroup() {
        driver.create(queue().build());
        for (int i = 0; i < 3_000; i++) {
            driver.publish(Q, "m" + i, null);
        }
        driver.pass(1_000_000);
        driver.restart();
        driver.subscribe(Q, "late", "c", 10, StartPosition.latest());
        assertThat(driver.queue(Q).depth).isEqualTo(3_000);
        driver.join(Q, "c", 65_000);
        assertThat(driver.hands()).hasSize(3_000);
    }

    @Test
    void trap10_anIdleGroupDoesNotBlockReclaimBeyondTheLimits() {
        driver.create(queue().limits(new Limits(100, 5_000, Duration.ofSeconds(10)))
                .dlqConfig(new DlqConfig(false, DLQ, null))
                .build());
        driver.subscribe(Q, "idle", "i", 1, StartPosition.earliest());
        driver.join(Q, "c", 100);
        for (int i = 0; i < 20_000; i++) {
            driver.publish(Q, "m" + i, null);
            driver.hands().stream().filter(hand -> hand.group().equals("g")).forEach(driver::ack);
            driver.now += 10;
        }
        driver.pass(11_000);
        assertThat(driver.queue(Q).enqueued).isEqualTo(20_000);
        assertThat(driver.queue(Q).depth).as("what the idle consumer holds").isLessThanOrEqualTo(1);
        assertThat(driver.machine.state().space().live()).isLessThan(100);
    }

    /** The benchmarks warn of a file system on which a sync costs nothing. */
    @Test
    void trap11_aSegmentIsSyncedBeforeTheNextOneIsBegun() {
        RecordedFiles files = new RecordedFiles(new PowerCutLayer());
        SegmentLogOptions options = SegmentLogOptions.defaults().withSegmentBytes(1 << 12);
        Path directory = Path.of("/log");
        int messages = 200;
        DurableQueues queues =
                DurableQueues.open(SegmentLog.open(directory, options.withFiles(files)), DurableOptions.DEFAULT);
        queues.create(queue().build());
        CompletableFuture.allOf(IntStream.range(0, messages)
                        .mapToObj(i -> queues.publish(Q, Message.of(new byte[1 << 10])))
                        .toArray(CompletableFuture[]::new))
                .join();
        PowerCutLayer after = files.afterPowerCut();
        queues.close();
        try (DurableQueues again = DurableQueues.open(
                SegmentLog.open(directory, options.withFiles(new RecordedFiles(after))), DurableOptions.DEFAULT)) {
            assertThat(again.stats(Q).depth()).isEqualTo(messages);
        }
    }

    @Test
    void prioritiesAndScheduledMessagesKeepTheOrderOfTheirKind() {
        driver.create(queue().build());
        driver.publish(Q, Message.builder("low".getBytes(UTF_8)).priority(0).build());
        driver.publish(Q, "plain1", null);
        driver.publish(
                Q,
                Message.builder("later".getBytes(UTF_8))
                        .delay(Duration.ofSeconds(5))
                        .build());
        driver.publish(Q, Message.builder("high1".getBytes(UTF_8)).priority(9).build());
        driver.publish(Q, "plain2", null);
        driver.publish(Q, Message.builder("high2".getBytes(UTF_8)).priority(9).build());
        driver.join(Q, "c", 100);
        assertThat(driver.texts()).containsExactly("high1", "high2", "plain1", "plain2", "low");
        driver.pass(4_999);
        assertThat(driver.texts()).isEmpty();
        driver.pass(1);
        assertThat(driver.texts()).containsExactly("later");
    }

    @Test
    void aDeadLetterGoesBackToTheGroupThatFailedAndToNoOther() {
        Driver.Hand hand = delivered();
        driver.subscribe(Q, "other", "o", 10, StartPosition.earliest());
        driver.ack(driver.hand());
        driver.reject(hand);
        Object id = driver.retryDeadLetter(Q, DLQ, 0, 0);
        assertThat(id).isInstanceOf(String.class);
        Driver.Hand again = driver.hand();
        assertThat(again.group()).isEqualTo("g");
        assertThat(again.attempt()).isEqualTo(1);
        driver.subscribe(Q, "third", "t", 10, StartPosition.earliest());
        assertThat(driver.hands()).isEmpty();
        driver.ack(again);
        assertThat(driver.queue(Q).depth).isZero();
        assertThat(driver.queue(DLQ).depth).isZero();
    }

    @Test
    void aDeadLetterThatIsPutBackIsTakenFromWhoHoldsItAndLeavesItsRoomToTheNext() {
        driver.reject(delivered());
        driver.publish(Q, "n", null);
        driver.reject(driver.hand());
        driver.join(DLQ, "d", 1);
        Driver.Hand held = driver.hand();
        assertThat(held.text()).isEqualTo("m");
        driver.retryDeadLetter(Q, DLQ, held.partition(), held.offset());
        assertThat(driver.texts()).containsExactlyInAnyOrder("m", "n");
        assertThat(driver.ack(held)).isFalse();
    }

    @Test
    void purgeDeleteAndDeletedGroupsLeaveNothingBehind() {
        Driver.Hand hand = delivered();
        driver.publish(Q, "n", "k");
        driver.purge(Q);
        assertThat(driver.ack(hand)).isFalse();
        assertThat(driver.queue(Q).depth).isZero();
        driver.publish(Q, "o", "k");
        driver.hands();
        driver.deleteGroup(Q, "g");
        assertThat(driver.queue(Q).depth).as("no group has settled it").isEqualTo(1);
        assertThat(driver.ended).containsExactly("c DELETED");
        driver.join(Q, "c", 10);
        assertThat(driver.texts()).containsExactly("o");
        driver.delete(Q);
        assertThat(driver.machine.state().queues()).containsOnlyKeys(DLQ);
        assertThat(driver.machine.state().space().live()).isZero();
        driver.create(queue().build());
        assertThat(driver.publish(Q, "p", null)).isInstanceOf(PublishResult.class);
    }
}
