package io.ringway.benchmarks.runner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Which forks to run, in which order. */
final class Plan {

    private static final List<String> IDLES = List.of("spin", "yield");

    private Plan() {}

    /** Refuses a prefix with which no name of a suite begins. */
    static void check(List<String> prefixes) {
        List<String> names = Stream.concat(
                        Questions.all().stream().map(Question::id),
                        Programs.all().stream().map(Program::id))
                .toList();
        for (String prefix : prefixes) {
            if (names.stream().noneMatch(name -> name.startsWith(prefix))) {
                throw new IllegalArgumentException(
                        "no suite begins with " + prefix + ", these are: " + String.join(", ", names));
            }
        }
    }

    /** The questions whose name begins with one of the given prefixes; all of the mode when there is no prefix. */
    static List<Question> questions(List<String> prefixes, boolean full) {
        return Questions.all().stream()
                .filter(question -> prefixes.isEmpty()
                        ? full || question.quickRounds() > 0
                        : prefixes.stream().anyMatch(prefix -> question.id().startsWith(prefix)))
                .toList();
    }

    /** The programs whose name begins with one of the given prefixes; all of the mode when there is no prefix. */
    static List<Program> programs(List<String> prefixes, boolean full) {
        return Programs.all().stream()
                .filter(program -> prefixes.isEmpty()
                        ? full || !program.onlyFull()
                        : prefixes.stream().anyMatch(prefix -> program.id().startsWith(prefix)))
                .toList();
    }

    /**
     * One round: every contender once in each idle choice. Each round begins with another one, so that none is always
     * first and none always follows the same one.
     */
    static List<Cell> round(Question question, Settings settings, int round, int cores) {
        List<Cell> cells = new ArrayList<>();
        for (String contender : question.contenders(settings.full())) {
            for (String idle : idles(question, settings, cores)) {
                cells.add(new Cell(question, contender, idle, round));
            }
        }
        Collections.rotate(cells, round - 1);
        return cells;
    }

    /**
     * The idle choices of a question. The quick mode takes the one that serves most peers best: spin where every thread
     * has a processor of its own, yield where not. Latency is measured in no other, as the producer has to be on time.
     */
    static List<String> idles(Question question, Settings settings, int cores) {
        if (!question.kind().idles()) {
            return List.of("");
        }
        if (settings.full() && question.kind() != Kind.LATENCY) {
            return IDLES;
        }
        return List.of(question.oversubscribed(cores) ? "yield" : "spin");
    }

    static int forks(Question question, Settings settings, int cores) {
        return settings.rounds(question)
                * question.contenders(settings.full()).size()
                * idles(question, settings, cores).size();
    }
}
