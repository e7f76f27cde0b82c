package io.ringway.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every command there is, at random, on queues whose limits and times are all short: what is counted must agree with
 * what is there after each batch, and each history must replay to the same bytes. {@link RandomHistoriesTest} knows
 * better what is right, of fewer commands.
 *
 * <p>The number of histories is {@code -Dringway.commands}, 500 if it is not set.
 */
class RandomCommandsTest {

    private static final String[] QUEUES = {"$queue/a", "$queue/b", "$queue/c"};

    @Test
    void whatIsCountedAgreesWithWhatIsThereWhateverIsCommanded() {
        int histories = Integer.getInteger("ringway.commands", 500);
        for (int seed = 0; seed < histories; seed++) {
            try {
                new History(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("history with seed " + seed + ": " + e, e);
            }
        }
    }

    private static final class History {
        private final Random random;
        private final Driver driver = new Driver();
        private final List<Driver.Hand> hands = new ArrayList<>();
        private final List<Long> sessions = new ArrayList<>();

        History(long seed) {
            random = new Random(seed);
        }

        void run() {
            int batches = 50 + random.nextInt(150);
            for (int i = 0; i < batches; i++) {
                if (random.nextInt(3) == 0) {
                    driver.now += random.nextInt(25);
                }
                byte[][] commands = new byte[1 + random.nextInt(5)][];
                for (int j = 0; j < commands.length; j++) {
                    commands[j] = command();
                }
                for (Object result : driver.batch(commands)) {
                    if (result instanceof Consumer consumer) {
                        sessions.add(consumer.session);
                    }
                }
                hands.addAll(driver.hands());
                requireAgreement(driver.machine.state());
            }
            driver.requireDeterminism(random.nextInt(driver.log.size()));
        }

        /** A command of a kind that is possible now. */
        private byte[] command() {
            byte[] command = null;
            while (command == null) {
                command = switch (random.nextInt(40)) {
                    case 0 -> config(Wire.CREATE);
                    case 1 -> config(Wire.UPDATE);
                    case 2 -> random.nextInt(3) == 0 ? queue(Wire.DELETE) : null;
                    case 3 -> random.nextInt(4) == 0 ? queue(Wire.PURGE) : null;
                    case 4, 5, 6 -> subscribe();
                    case 7, 8 -> leave();
                    case 9 -> random.nextInt(3) == 0 ? deleteGroup() : null;
                    case 10, 11 -> retryDeadLetter();
                    case 12, 13 -> relocate();
                    case 14 -> random.nextInt(4) == 0 ? Wire.command(Wire.RESTART, out -> {}) : null;
                    case 15, 16, 17, 18, 19, 20, 21, 22, 23, 24 -> settle();
                    default -> publish();
                };
            }
            return command;
        }

        private <T> T any(List<T> of) {
            return of.isEmpty() ? null : of.get(random.nextInt(of.size()));
        }

        private QueueState anyQueue() {
            return any(new ArrayList<>(driver.machine.state().queues().values()));
        }

        private byte[] config(byte type) {
            String name = QUEUES[random.nextInt(QUEUES.length)];
            Ordering ordering = Ordering.values()[name.charAt(name.length() - 1) - 'a'];
            // The dead letters of one queue are the messages of another.
            String dlq = name.equals(QUEUES[1]) ? QUEUES[0] : QueueNames.deadLetters(name);
            QueueConfig config = QueueConfig.builder(name)
                    .ordering(ordering)
                    .partitions(ordering == Ordering.STRICT ? 1 : 3)
                    .performance(new Performance(Duration.ofMillis(30 + random.nextInt(40)), 1 + random.nextInt(3)))
                    .retryPolicy(new RetryPolicy(
                            random.nextInt(3),
                            Duration.ofMillis(5),
                            Duration.ofMillis(40),
                            2,
                            Duration.ofMillis(50 + random.nextInt(500))))
                    .limits(new Limits(200, 20 + random.nextInt(60), Duration.ofMillis(60 + random.nextInt(400))))
                    .dedupWindow(Duration.ofMillis(random.nextInt(200)))
                    .dlqConfig(new DlqConfig(random.nextInt(4) > 0, dlq, null))
                    .build();
            return Wire.command(type, out -> Wire.writeConfig(out, config));
        }

        private byte[] queue(byte type) {
            QueueState queue = anyQueue();
            return queue == null ? null : Wire.command(type, out -> out.writeInt(queue.uid));
        }

        private byte[] publish() {
            QueueState queue = anyQueue();
            if (queue == null) {
                return config(Wire.CREATE);
            }
            int size = random.nextInt(60) == 0 ? 201 : 1 + random.nextInt(9);
            Message.Builder message = Message.builder("m".repeat(size).getBytes(UTF_8));
            if (random.nextInt(4) > 0) {
                message.key("k" + random.nextInt(4));
            }
            if (random.nextInt(4) == 0) {
                message.priority(random.nextInt(10));
            }
            if (random.nextInt(6) == 0) {
                message.delay(Duration.ofMillis(random.nextInt(60)));
            }
            if (random.nextInt(5) == 0) {
                message.timeToLive(Duration.ofMillis(1 + random.nextInt(100)));
            }
            if (random.nextInt(5) == 0) {
                message.dedupId("d" + random.nextInt(30));
            }
            return Wire.publish(queue.uid, message.build());
        }

        private byte[] subscribe() {
            QueueState queue = anyQueue();
            if (queue == null) {
                return null;
            }
            int group = random.nextInt(3);
            int consumer = random.nextInt(3);
            int prefetch = 1 + random.nextInt(6);
            StartPosition.Kind start = any(List.of(StartPosition.Kind.values()));
            long from = driver.now - random.nextInt(100);
            return Wire.command(Wire.SUBSCRIBE, out -> {
                out.writeInt(queue.uid);
                out.writeUTF("g" + group);
                out.writeUTF("c" + consumer);
                out.writeInt(prefetch);
                out.writeUTF(start.name());
                out.writeLong(from);
            });
        }

        private byte[] leave() {
            Long session = any(sessions);
            int how = random.nextInt(4);
            return session == null
                    ? null
                    : Wire.command(Wire.LEAVE, out -> {
                        out.writeLong(session);
                        out.writeByte(how);
                    });
        }

        private byte[] deleteGroup() {
            QueueState queue = anyQueue();
            Group group = queue == null ? null : any(List.of(queue.groups()));
            return group == null
                    ? null
                    : Wire.command(Wire.DELETE_GROUP, out -> {
                        out.writeInt(queue.uid);
                        out.writeInt(group.uid);
                    });
        }

        private byte[] retryDeadLetter() {
            QueueState dlq = anyQueue();
            if (dlq == null) {
                return null;
            }
            Partition partition = any(List.of(dlq.partitions));
            List<Long> letters = new ArrayList<>(partition.dead.keySet());
            letters.sort(null);
            Long offset = any(letters);
            DeadInfo info = offset == null ? null : partition.dead.get((long) offset);
            QueueState origin = info == null ? null : driver.queue(info.queue());
            return origin == null
                    ? null
                    : Wire.command(Wire.RETRY_DEAD_LETTER, out -> {
                        out.writeInt(origin.uid);
                        out.writeInt(dlq.uid);
                        out.writeInt(partition.index);
                        out.writeLong(offset);
                    });
        }

        private byte[] relocate() {
            QueueState queue = anyQueue();
            Partition partition = queue == null ? null : any(List.of(queue.partitions));
            if (partition == null || partition.nextLive(partition.base) == partition.tail) {
                return null;
            }
            long offset = partition.nextLive(partition.base);
            int length = partition.liveBlock(offset).length[(int) offset & Block.MASK];
            return Wire.command(Wire.RELOCATE, out -> {
                out.writeInt(queue.uid);
                out.writeInt(partition.index);
                out.writeLong(offset);
                out.write(new byte[length]);
            });
        }

        /** Some of the last deliveries; many of their leases are stale. */
        private byte[] settle() {
            List<Driver.Hand> last = hands.subList(Math.max(0, hands.size() - 12), hands.size());
            Driver.Hand first = any(last);
            QueueState queue = first == null ? null : driver.queue(first.queue());
            Group group = queue == null ? null : queue.group(first.group());
            if (group == null) {
                return null;
            }
            List<Driver.Hand> some = new ArrayList<>(List.of(first));
            for (Driver.Hand hand : last) {
                if (hand.queue().equals(first.queue()) && hand.group().equals(first.group()) && random.nextBoolean()) {
                    some.add(hand);
                }
            }
            int kind = Math.max(Wire.ACK, random.nextInt(6) - 2);
            long argument = random.nextBoolean() ? -1 : random.nextInt(60);
            return Wire.command(Wire.SETTLE, out -> {
                out.writeByte(kind);
                out.writeInt(queue.uid);
                out.writeInt(group.uid);
                out.writeLong(argument);
                out.writeUTF("because");
                out.writeInt(some.size());
                for (Driver.Hand hand : some) {
                    out.writeInt(hand.partition());
                    out.writeLong(hand.offset());
                    out.writeLong(hand.token());
                }
            });
        }

        private static void requireAgreement(MachineState state) {
            long bytes = 0;
            for (QueueState queue : state.queues().values()) {
                int live = 0;
                for (Partition partition : queue.partitions) {
                    int[] unsettled = new int[queue.groups().length];
                    for (long offset = partition.nextLive(partition.base);
                            offset < partition.tail;
                            offset = partition.nextLive(offset + 1)) {
                        Block block = partition.liveBlock(offset);
                        int wanted = 0;
                        for (int i = 0; i < unsettled.length; i++) {
                            if (queue.groups()[i].places[partition.index].wants(offset)) {
                                unsettled[i]++;
                                wanted++;
                            }
                        }
                        assertThat(block.wanted[(int) offset & Block.MASK])
                                .as("groups that want %s of %s", offset, queue.config.name())
                                .isEqualTo((short) wanted);
                        assertThat(wanted > 0 || (partition.flags(offset) & Block.SETTLED) == 0)
                                .as("%s of %s has a reason to live", offset, queue.config.name())
                                .isTrue();
                        live++;
                        bytes += block.length[(int) offset & Block.MASK];
                    }
                    for (int i = 0; i < unsettled.length; i++) {
                        assertThat(queue.groups()[i].places[partition.index].unsettled)
                                .as("messages of %s that a group has yet to settle", queue.config.name())
                                .isEqualTo(unsettled[i]);
                    }
                }
                assertThat(queue.depth).as("depth of " + queue.config.name()).isEqualTo(live);
                for (Group group : queue.groups()) {
                    requireAgreement(group);
                }
            }
            assertThat(state.space().live()).as("bytes that live").isEqualTo(bytes);
        }

        private static void requireAgreement(Group group) {
            List<Entry> held = new ArrayList<>();
            for (GroupPartition place : group.places) {
                for (Entry entry : place.entries.values()) {
                    assertThat(place.partition.isLive(entry.offset))
                            .as("begun with")
                            .isTrue();
                    if (entry.state == Entry.State.IN_FLIGHT) {
                        held.add(entry);
                    }
                }
                for (KeyState key : place.keys.values()) {
                    assertThat(key.inFlight).doesNotHaveDuplicates().isSubsetOf(held);
                    assertThat(key.isIdle() || key.next >= 0 || !key.inFlight.isEmpty())
                            .as("what is parked waits for something")
                            .isTrue();
                }
            }
            int inFlight = 0;
            for (Consumer consumer : group.consumers) {
                assertThat(held.stream().filter(entry -> entry.holder == consumer))
                        .as("what %s holds", consumer.id)
                        .hasSize(consumer.inFlight);
                inFlight += consumer.inFlight;
            }
            assertThat(held).as("held by members").hasSize(inFlight);
        }
    }
}
