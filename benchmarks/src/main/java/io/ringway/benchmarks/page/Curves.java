package io.ringway.benchmarks.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Curves by contender: the same colour, line and mark for a contender in every picture of a queue. */
final class Curves {

    private static final int LEGEND_LINE = 27;
    private static final List<Integer> MARKS = List.of(15, 17, 18, 4, 3, 8, 16, 0, 2, 5);

    private final List<String> peers;

    Curves(List<String> peers) {
        this.peers = peers;
    }

    /** How much height the legend takes. */
    static int legendHeight(int entries) {
        return (entries + 1) * LEGEND_LINE;
    }

    /**
     * Adds the curves, one point per position of the lists. Ours come first in the legend, and lie above the others.
     */
    void draw(Chart chart, List<?> x, List<Double> y, List<String> contenders, List<Entry> entries) {
        Spec data = Spec.of("x", lastFirst(x)).and("y", lastFirst(y)).and("contender", lastFirst(contenders));
        List<String> names = new ArrayList<>();
        List<String> colours = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<Integer> marks = new ArrayList<>();
        for (Entry entry : entries) {
            int index = Math.max(0, peers.indexOf(entry.peer()));
            names.add(entry.label());
            colours.add(entry.ours() ? chart.look().ours() : chart.look().peer(index));
            lines.add(entry.ours() ? "solid" : chart.look().lineType(index));
            marks.add(entry.ours() ? 16 : MARKS.get(index % MARKS.size()));
        }
        chart.scale(Spec.of("aesthetic", "color").and("limits", names).and("values", colours))
                .scale(Spec.of("aesthetic", "linetype").and("limits", names).and("values", lines))
                .scale(Spec.of("aesthetic", "shape").and("limits", names).and("values", marks));
        for (String aesthetic : List.of("color", "linetype", "shape")) {
            chart.legendInColumns(aesthetic, 1);
        }
        Spec mapping = Spec.of("x", "x")
                .and("y", "y")
                .and("color", "contender")
                .and("linetype", "contender")
                .and("shape", "contender");
        chart.layer(Spec.of("geom", "line")
                .and("data", data)
                .and("mapping", mapping)
                .and("size", 1.2));
        chart.layer(Spec.of("geom", "point")
                .and("data", data)
                .and("mapping", mapping)
                .and("size", 3.5));
    }

    private static List<Object> lastFirst(List<?> values) {
        List<Object> reversed = new ArrayList<>(values);
        Collections.reverse(reversed);
        return reversed;
    }

    /**
     * A curve.
     *
     * @param label what the legend says
     * @param peer name of the contender
     * @param ours whether it is one of Ringway's
     */
    record Entry(String label, String peer, boolean ours) {}
}
