package io.ringway.benchmarks.runner;

import io.ringway.benchmarks.model.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A suite without a peer: a program that loads a whole part and prints figures.
 *
 * @param id short name
 * @param main class to run, in the package of the benchmarks
 * @param needsBroker whether a broker has to run, whose port it is told
 * @param options options of both modes
 * @param quick further options of the quick mode
 * @param full further options of the full mode
 * @param quickLength about how long it takes in the quick mode
 * @param fullLength about how long it takes in the full mode
 * @param asked which of its figures are asked for
 * @param onlyFull whether the quick mode leaves it to those who name it
 */
record Program(
        String id,
        String main,
        boolean needsBroker,
        List<String> options,
        List<String> quick,
        List<String> full,
        Duration quickLength,
        Duration fullLength,
        List<Asked> asked,
        boolean onlyFull) {

    /** A program of both modes. */
    Program(
            String id,
            String main,
            boolean needsBroker,
            List<String> options,
            List<String> quick,
            List<String> full,
            Duration quickLength,
            Duration fullLength,
            List<Asked> asked) {
        this(id, main, needsBroker, options, quick, full, quickLength, fullLength, asked, false);
    }

    /** The same, left to the full mode. */
    Program forFullMode() {
        return new Program(id, main, needsBroker, options, quick, full, quickLength, fullLength, asked, true);
    }

    /**
     * A figure that is asked for.
     *
     * @param name name by which the program prints it
     * @param title what a reader sees
     * @param unit its unit
     * @param higherIsBetter direction
     * @param floor what we must reach
     * @param goal what we are out for
     * @param toBeat what the broker that these queues are measured by promises, or empty
     */
    record Asked(
            String name,
            String title,
            String unit,
            boolean higherIsBetter,
            @Nullable Double floor,
            @Nullable Double goal,
            String toBeat) {

        Figure figure(String program, List<Double> values, String command, String remark) {
            return new Figure(
                    program + "-" + name,
                    title,
                    unit,
                    higherIsBetter,
                    List.copyOf(values),
                    floor,
                    goal,
                    toBeat,
                    command,
                    remark);
        }
    }

    List<String> arguments(boolean isFull) {
        List<String> all = new ArrayList<>(options);
        all.addAll(isFull ? full : quick);
        return all;
    }

    Duration length(boolean isFull) {
        return isFull ? fullLength : quickLength;
    }
}
