package io.ringway.benchmarks.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The frame of a picture with rows. Each name stands above its marks and not beside them, so that the marks have the
 * whole width of a phone.
 */
final class RowFrame {

    private static final int ROW_HEIGHT = 44;
    private static final int AXIS_HEIGHT = 62;
    private static final double TEXT_ABOVE = 0.36;
    private static final double TEXT_SIZE = 6;

    private RowFrame() {}

    /** The height of a row's line of marks; the first row is at the top. */
    static double y(int row, int rows) {
        return rows - 1.0 - row;
    }

    static Chart chart(Look look, int width, int legendHeight, List<Row> rows, Axis axis) {
        Chart chart = new Chart(look, width, rows.size() * ROW_HEIGHT + AXIS_HEIGHT + legendHeight)
                .theme("axis_text_y", Spec.nothing())
                .theme("axis_title_y", Spec.nothing())
                .theme("panel_grid_major_y", Spec.nothing())
                .scale(axis.spec("x"))
                .scale(Spec.of("aesthetic", "y", "limits", List.of(-0.5, rows.size() - 0.4), "expand", List.of(0, 0)));
        List<Double> heights = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            heights.add(y(i, rows.size()) + TEXT_ABOVE);
        }
        return chart.layer(texts(rows.stream().map(Row::label).toList(), axis.low(), 0, heights, look))
                .layer(texts(rows.stream().map(Row::figure).toList(), axis.high(), 1, heights, look));
    }

    private static Map<String, Object> texts(
            List<String> labels, double x, double align, List<Double> heights, Look look) {
        return Spec.of(
                "geom",
                "text",
                "data",
                Spec.of("x", Collections.nCopies(labels.size(), x), "y", heights, "label", labels),
                "mapping",
                Spec.of("x", "x", "y", "y", "label", "label"),
                "hjust",
                align,
                "size",
                TEXT_SIZE,
                "color",
                look.ink());
    }
}
