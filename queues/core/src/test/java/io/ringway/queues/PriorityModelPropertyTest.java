package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Any sequence of calls has the same outcomes as with a list that is kept sorted. */
class PriorityModelPropertyTest {

    private static final int TRIES = 2_000;
    private static final int MAX_CALLS = 200;
    private static final int MAX_CAPACITY = 70;
    private static final int LEVELS = 5;
    private static final int MAX_ELEMENT = 5;

    /** A call with what it returns from the queue and from the model. */
    private enum Call {
        OFFER {
            @Override
            Object on(ConcurrentPriorityQueue<Integer> queue, int element, int priority) {
                return queue.offer(element, priority);
            }

            @Override
            Object on(Model model, int element, int priority) {
                return model.offer(element, priority);
            }
        },
        POLL {
            @Override
            @Nullable
            Object on(ConcurrentPriorityQueue<Integer> queue, int element, int priority) {
                return queue.poll();
            }

            @Override
            @Nullable
            Object on(Model model, int element, int priority) {
                PrioritizedItem<Integer> first = model.removeAt(0);
                return first == null ? null : first.item();
            }
        },
        POLL_ITEM {
            @Override
            @Nullable
            Object on(ConcurrentPriorityQueue<Integer> queue, int element, int priority) {
                return queue.pollItem();
            }

            @Override
            @Nullable
            Object on(Model model, int element, int priority) {
                return model.removeAt(0);
            }
        },
        REMOVE {
            @Override
            Object on(ConcurrentPriorityQueue<Integer> queue, int element, int priority) {
                return queue.remove((Object) element);
            }

            @Override
            Object on(Model model, int element, int priority) {
                int place = model.elements().indexOf(element);
                return place >= 0 && model.removeAt(place) != null;
            }
        },
        /** The priority is the place. */
        ITERATOR_REMOVE {
            @Override
            Object on(ConcurrentPriorityQueue<Integer> queue, int element, int priority) {
                Iterator<Integer> iterator = queue.iterator();
                int place = Math.floorMod(priority, MAX_CAPACITY);
                for (int i = 0; i <= place; i++) {
                    if (!iterator.hasNext()) {
                        return false;
                    }
                    iterator.next();
                }
                iterator.remove();
                return true;
            }

            @Override
            Object on(Model model, int element, int priority) {
                return model.removeAt(Math.floorMod(priority, MAX_CAPACITY)) != null;
            }
        },
        DRAIN {
            @Override
            Object on(ConcurrentPriorityQueue<Integer> queue, int element, int priority) {
                List<Integer> drained = new ArrayList<>();
                queue.drain(drained::add, element);
                return drained;
            }

            @Override
            Object on(Model model, int element, int priority) {
                List<Integer> drained = new ArrayList<>();
                for (int i = 0; i < element && !model.held.isEmpty(); i++) {
                    drained.add(model.removeAt(0).item());
                }
                return drained;
            }
        },
        CLEAR {
            @Override
            Object on(ConcurrentPriorityQueue<Integer> queue, int element, int priority) {
                queue.clear();
                return "cleared";
            }

            @Override
            Object on(Model model, int element, int priority) {
                model.held.clear();
                return "cleared";
            }
        };

        @Nullable
        abstract Object on(ConcurrentPriorityQueue<Integer> queue, int element, int priority);

        @Nullable
        abstract Object on(Model model, int element, int priority);
    }

    private record Step(Call call, int element, int priority) {}

    private static final class Model {
        private static final Comparator<PrioritizedItem<Integer>> ORDER = Comparator.comparingInt(
                        (PrioritizedItem<Integer> item) -> item.priority())
                .thenComparingLong(PrioritizedItem::sequence);

        private final List<PrioritizedItem<Integer>> held = new ArrayList<>();
        private final int capacity;
        private long accepted;
        private long rejected;

        private Model(int capacity) {
            this.capacity = capacity;
        }

        private boolean offer(int element, int priority) {
            if (held.size() == capacity) {
                rejected++;
                return false;
            }
            held.add(new PrioritizedItem<>(element, priority, accepted++));
            held.sort(ORDER);
            return true;
        }

        private @Nullable PrioritizedItem<Integer> removeAt(int place) {
            return place < held.size() ? held.remove(place) : null;
        }

        private List<Integer> elements() {
            return held.stream().map(PrioritizedItem::item).toList();
        }

        private QueueStats stats() {
            return new QueueStats(capacity, held.size(), accepted, accepted - held.size(), rejected);
        }
    }

    @Property(tries = TRIES)
    void levelsDoWhatTheModelDoes(
            @ForAll @IntRange(min = 1, max = MAX_CAPACITY) int capacity, @ForAll("levelSteps") List<Step> steps) {
        assertSameOutcomes(new ConcurrentPriorityQueue<>(capacity, LEVELS), steps);
    }

    @Property(tries = TRIES)
    void anyPriorityDoesWhatTheModelDoes(
            @ForAll @IntRange(min = 1, max = MAX_CAPACITY) int capacity, @ForAll("anySteps") List<Step> steps) {
        assertSameOutcomes(new ConcurrentPriorityQueue<>(capacity), steps);
    }

    private static void assertSameOutcomes(ConcurrentPriorityQueue<Integer> queue, List<Step> steps) {
        Model model = new Model(queue.capacity());
        for (Step step : steps) {
            assertThat(step.call().on(queue, step.element(), step.priority()))
                    .as("%s", step)
                    .isEqualTo(step.call().on(model, step.element(), step.priority()));
            assertThat(queue.toArray())
                    .as("elements after %s", step)
                    .isEqualTo(model.elements().toArray());
            assertThat(queue.stats()).isEqualTo(model.stats());
            assertThat(queue.peek())
                    .isEqualTo(model.held.isEmpty() ? null : model.held.get(0).item());
        }
        List<PrioritizedItem<Integer>> rest = new ArrayList<>();
        for (PrioritizedItem<Integer> item = queue.pollItem(); item != null; item = queue.pollItem()) {
            rest.add(item);
        }
        assertThat(rest).isEqualTo(model.held);
    }

    @Provide
    Arbitrary<List<Step>> levelSteps() {
        return steps(Arbitraries.integers().between(0, LEVELS - 1));
    }

    @Provide
    Arbitrary<List<Step>> anySteps() {
        return steps(Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.integers().between(-3, 3)), Tuple.of(1, Arbitraries.integers())));
    }

    private static Arbitrary<List<Step>> steps(Arbitrary<Integer> priority) {
        Arbitrary<Call> call = Arbitraries.frequency(
                Tuple.of(30, Call.OFFER),
                Tuple.of(8, Call.POLL),
                Tuple.of(5, Call.POLL_ITEM),
                Tuple.of(3, Call.REMOVE),
                Tuple.of(3, Call.ITERATOR_REMOVE),
                Tuple.of(2, Call.DRAIN),
                Tuple.of(1, Call.CLEAR));
        return Combinators.combine(call, Arbitraries.integers().between(0, MAX_ELEMENT), priority)
                .as(Step::new)
                .list()
                .ofMaxSize(MAX_CALLS);
    }
}
