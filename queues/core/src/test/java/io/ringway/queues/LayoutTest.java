package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.datamodel.Model64_Lilliput;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.layouters.CurrentLayouter;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/**
 * What one side writes all the time shares no cache line with what the other side writes, with what both only read, or
 * with other objects. Processors fetch lines in pairs, so the distance is two lines.
 */
class LayoutTest {

    private static final long DISTANCE = 128;
    private static final int OBJECT_ALIGNMENT = 8;
    private static final Pattern PADDING = Pattern.compile("p\\d+|pad.*");

    /** The fields that each side writes; every other field is written seldom or never. */
    private record Sides(Class<?> queue, Set<String> producer, Set<String> consumer) {
        boolean isHot(FieldLayout field) {
            return producer.contains(field.name()) || consumer.contains(field.name());
        }

        @Override
        public String toString() {
            return queue.getSimpleName();
        }
    }

    private static final List<Sides> QUEUES = List.of(
            new Sides(
                    SpscQueue.class,
                    Set.of("tail", "producerLimit", "heldAt", "hold"),
                    Set.of("head", "slippedAt", "slip")),
            new Sides(
                    MpscQueue.class,
                    Set.of("tail", "producerLimit", "heldAt", "hold"),
                    Set.of("head", "slippedAt", "slip")),
            new Sides(
                    MpmcQueue.class,
                    Set.of("tail", "producerLimit", "heldAt", "hold"),
                    Set.of("head", "slippedAt", "slip")),
            new Sides(ConcurrentPriorityQueue.class, Set.of("word"), Set.of("rejected")),
            new Sides(
                    WorkStealingDeque.class,
                    Set.of("pushed", "popped", "shared", "freeEnd", "pushLimit", "rejected"),
                    Set.of("top", "asked")),
            new Sides(
                    BatchingQueue.class,
                    Set.of("tail", "limit", "openStart"),
                    Set.of("head", "bySize", "byLinger", "byFlush", "byClose")),
            new Sides(BatchingQueue.class, Set.of("openSince", "rejected"), Set.of("delivered")));

    private static Stream<Arguments> layouts() {
        List<Named<Layouter>> layouters = new ArrayList<>();
        layouters.add(Named.of("this JVM", new CurrentLayouter()));
        for (int version : new int[] {17, 25}) {
            layouters.add(Named.of(
                    "compressed references, " + version, new HotSpotLayouter(new Model64(true, true), version)));
            layouters.add(
                    Named.of("full references, " + version, new HotSpotLayouter(new Model64(false, true), version)));
        }
        for (boolean compressed : new boolean[] {true, false}) {
            layouters.add(Named.of(
                    "compact headers, " + (compressed ? "compressed" : "full") + " references",
                    new HotSpotLayouter(new Model64_Lilliput(compressed, OBJECT_ALIGNMENT, false), 25)));
        }
        return QUEUES.stream().flatMap(queue -> layouters.stream().map(layouter -> Arguments.of(queue, layouter)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("layouts")
    void theSidesKeepTheirDistanceFromEachOther(Sides sides, Layouter layouter) {
        ClassLayout layout = ClassLayout.parseClass(sides.queue(), layouter);

        assertThat(gap(named(layout, sides.producer()), named(layout, sides.consumer())))
                .as(layout.toPrintable())
                .isGreaterThanOrEqualTo(DISTANCE);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("layouts")
    void theSidesKeepTheirDistanceFromWhatIsOnlyRead(Sides sides, Layouter layouter) {
        ClassLayout layout = ClassLayout.parseClass(sides.queue(), layouter);
        List<FieldLayout> rest = layout.fields().stream()
                .filter(field -> !sides.isHot(field) && !isPadding(field))
                .toList();

        assertThat(rest).isNotEmpty();
        assertThat(gap(named(layout, sides.producer()), rest))
                .as(layout.toPrintable())
                .isGreaterThanOrEqualTo(DISTANCE);
        assertThat(gap(named(layout, sides.consumer()), rest))
                .as(layout.toPrintable())
                .isGreaterThanOrEqualTo(DISTANCE);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("layouts")
    void theSidesKeepTheirDistanceFromTheHeaderAndTheNeighbours(Sides sides, Layouter layouter) {
        ClassLayout layout = ClassLayout.parseClass(sides.queue(), layouter);
        List<FieldLayout> hot = new ArrayList<>(named(layout, sides.producer()));
        hot.addAll(named(layout, sides.consumer()));

        assertThat(start(hot) - layout.headerSize()).as(layout.toPrintable()).isGreaterThanOrEqualTo(DISTANCE);
        assertThat(layout.instanceSize() - end(hot)).as(layout.toPrintable()).isGreaterThanOrEqualTo(DISTANCE);
    }

    private static List<FieldLayout> named(ClassLayout layout, Set<String> names) {
        List<FieldLayout> fields = layout.fields().stream()
                .filter(field -> names.contains(field.name()))
                .toList();
        assertThat(fields).extracting(FieldLayout::name).containsExactlyInAnyOrderElementsOf(names);
        return fields;
    }

    private static boolean isPadding(FieldLayout field) {
        return PADDING.matcher(field.name()).matches();
    }

    /** The bytes between the nearest of two groups, 0 if they overlap. */
    private static long gap(List<FieldLayout> some, List<FieldLayout> others) {
        long nearest = Long.MAX_VALUE;
        for (FieldLayout one : some) {
            for (FieldLayout other : others) {
                long between = Math.max(one.offset() - end(List.of(other)), other.offset() - end(List.of(one)));
                nearest = Math.min(nearest, Math.max(between, 0));
            }
        }
        return nearest;
    }

    private static long start(List<FieldLayout> fields) {
        return fields.stream().mapToLong(FieldLayout::offset).min().orElseThrow();
    }

    private static long end(List<FieldLayout> fields) {
        return fields.stream()
                .mapToLong(field -> field.offset() + field.size())
                .max()
                .orElseThrow();
    }
}
