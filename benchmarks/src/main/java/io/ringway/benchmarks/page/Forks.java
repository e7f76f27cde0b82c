package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Fork;

/** Which forks count. */
final class Forks {

    private Forks() {}

    /** A disturbed fork is repeated in its round, and the last fork of a round counts, disturbed or not. */
    static boolean counts(Contender contender, Fork fork) {
        int last = -1;
        for (int i = 0; i < contender.forks().size(); i++) {
            if (contender.forks().get(i).round() == fork.round()) {
                last = i;
            }
        }
        return contender.forks().lastIndexOf(fork) == last;
    }

    static long counted(Contender contender) {
        return contender.forks().stream().mapToInt(Fork::round).distinct().count();
    }
}
