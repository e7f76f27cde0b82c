package io.ringway.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the deque is for: a sort by halves on some workers, each with a deque of its own. */
class WorkStealingDequeForkJoinTest {

    private static final int NUMBERS = 400_000;
    private static final int SMALL = 200;
    private static final int CAPACITY = 64;
    private static final int BATCH = 8;

    /** A part of the array that is in its place as a whole, but not yet sorted in itself. */
    private record Part(int from, int to) {}

    private static final class Sort {
        private final int[] numbers;
        private final AtomicInteger unsorted;
        private final List<WorkStealingDeque<Part>> deques = new ArrayList<>();

        Sort(int[] numbers, int workers, int privateLimit) {
            this.numbers = numbers;
            unsorted = new AtomicInteger(numbers.length);
            for (int i = 0; i < workers; i++) {
                deques.add(new WorkStealingDeque<>(CAPACITY, privateLimit));
            }
        }

        void work(int worker, boolean batches) {
            WorkStealingDeque<Part> own = deques.get(worker);
            if (worker == 0) {
                own.push(new Part(0, numbers.length));
            }
            while (unsorted.get() > 0) {
                Part part = own.pop();
                for (int i = 1; part == null && i < deques.size(); i++) {
                    WorkStealingDeque<Part> victim = deques.get((worker + i) % deques.size());
                    if (batches) {
                        victim.stealBatch(own, BATCH);
                        part = own.pop();
                    } else {
                        part = victim.steal();
                    }
                }
                if (part == null) {
                    Thread.yield();
                } else {
                    sort(part.from(), part.to(), own);
                }
            }
        }

        /**
         * Puts the larger numbers behind the smaller ones, leaves one half to whoever wants it, goes on with the other.
         */
        private void sort(int from, int to, WorkStealingDeque<Part> own) {
            if (to - from <= SMALL) {
                Arrays.sort(numbers, from, to);
                unsorted.addAndGet(from - to);
                return;
            }
            int pivot = numbers[(from + to) >>> 1];
            int low = from;
            int high = to - 1;
            while (low <= high) {
                while (numbers[low] < pivot) {
                    low++;
                }
                while (numbers[high] > pivot) {
                    high--;
                }
                if (low <= high) {
                    int swapped = numbers[low];
                    numbers[low++] = numbers[high];
                    numbers[high--] = swapped;
                }
            }
            unsorted.addAndGet(high + 1 - low); // what lies between the halves is in its place
            if (!own.push(new Part(low, to))) {
                sort(low, to, own);
            }
            sort(from, high + 1, own);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, false", "2, 0, false", "4, 0, true", "2, 16, false", "4, 16, true"})
    void sortsWhoeverDoesTheWork(int workers, int privateLimit, boolean batches) throws Exception {
        int[] numbers = new SplittableRandom(workers).ints(NUMBERS).toArray();
        int[] expected = numbers.clone();
        Arrays.sort(expected);
        Sort sort = new Sort(numbers, workers, privateLimit);
        List<Worker<Boolean>> started = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            int worker = i;
            started.add(Worker.startAction(() -> sort.work(worker, batches)));
        }
        for (Worker<Boolean> worker : started) {
            worker.result();
        }
        assertThat(numbers).isEqualTo(expected);
        assertThat(sort.deques).allMatch(WorkStealingDeque::isEmpty);
    }
}
