package io.ringway.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/** What may happen to writes that were pending at a power cut. */
public final class Fates {

    /** The name of the fate in which nothing is lost. */
    public static final String ALL_KEPT = "all kept";

    private static final int RANDOM_FATES = 6;
    private static final int SECTOR_BYTES = 512;

    /** A fate with a name for a failing test. */
    public record Named(String name, PowerCutLayer.Fate fate) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Fates() {}

    /** All of them, for a number of pending writes and changes. */
    public static List<Named> of(int pending) {
        List<Named> fates = new ArrayList<>();
        fates.add(whole("all lost", i -> false, i -> false));
        if (pending == 0) {
            return fates;
        }
        fates.add(whole(ALL_KEPT, i -> true, i -> true));
        fates.add(whole("names kept alone", i -> false, i -> true));
        fates.add(whole("contents kept alone", i -> true, i -> false));
        fates.add(torn("first half of each write", true));
        fates.add(torn("second half of each write", false));
        for (int i = 0; i < pending; i++) {
            int one = i;
            fates.add(whole("all kept but " + one, j -> j != one, j -> j != one));
            fates.add(whole("kept " + one + " alone", j -> j == one, j -> j == one));
            fates.add(whole("kept up to " + one, j -> j <= one, j -> j <= one));
        }
        for (int seed = 0; seed < RANDOM_FATES; seed++) {
            fates.add(random(seed));
        }
        return fates;
    }

    private static Named whole(String name, IntPredicate writes, IntPredicate changes) {
        return new Named(name, new PowerCutLayer.Fate() {
            @Override
            public int[] ofWrite(int number, int count, int bytes) {
                return new int[] {0, writes.test(number) ? bytes : 0};
            }

            @Override
            public boolean ofChange(int number, int count) {
                return changes.test(number);
            }
        });
    }

    private static Named torn(String name, boolean first) {
        return new Named(name, new PowerCutLayer.Fate() {
            @Override
            public int[] ofWrite(int number, int count, int bytes) {
                return first ? new int[] {0, bytes / 2} : new int[] {bytes / 2, bytes};
            }

            @Override
            public boolean ofChange(int number, int count) {
                return true;
            }
        });
    }

    /** Sectors of a write get to the disk one by one; sometimes a sector is torn as well. */
    private static Named random(int seed) {
        Random random = new Random(seed);
        return new Named("random " + seed, new PowerCutLayer.Fate() {
            @Override
            public int[] ofWrite(int number, int count, int bytes) {
                int unit = random.nextBoolean() ? SECTOR_BYTES : 1;
                int from = random.nextInt(bytes / unit + 1) * unit;
                int to = random.nextInt(bytes / unit + 1) * unit;
                return switch (random.nextInt(4)) {
                    case 0 -> new int[] {0, to};
                    case 1 -> new int[] {from, bytes};
                    case 2 -> new int[] {0, bytes};
                    default -> new int[] {Math.min(from, to), Math.max(from, to)};
                };
            }

            @Override
            public boolean ofChange(int number, int count) {
                return random.nextBoolean();
            }
        });
    }
}
