package io.ringway.benchmarks.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The frame of a picture with rows, each with a name, marks and a figure. */
enum RowFrame {
    /** Each name stands above its marks, so that the marks have the whole width of a phone. */
    NARROW(344, 54, 0.34, 0),
    /** Each name stands beside its marks, which take what is right of it. */
    WIDE(900, 40, 0, 0.55);

    private static final int AXIS_HEIGHT = 62;
    private static final double TEXT_SIZE = 6;

    /** What has room in a line of a name beside the figure. */
    private static final int NAME_LENGTH = 42;

    private static final double FIGURE_PART = 0.13;

    private final int width;
    private final int rowHeight;
    private final double textAbove;
    private final double namePart;

    RowFrame(int width, int rowHeight, double textAbove, double namePart) {
        this.width = width;
        this.rowHeight = rowHeight;
        this.textAbove = textAbove;
        this.namePart = namePart;
    }

    int width() {
        return width;
    }

    /** The height of a row's line of marks; the first row is at the top. */
    static double y(int row, int rows) {
        return rows - 1.0 - row;
    }

    Chart chart(Look look, int legendHeight, List<Row> rows, Axis axis) {
        Axis stretched = namePart == 0 ? axis : axis.stretched(namePart, FIGURE_PART);
        List<Double> heights = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            heights.add(y(i, rows.size()) + textAbove);
        }
        List<String> names = rows.stream()
                .map(Row::label)
                .map(label -> namePart == 0 ? Names.twoLines(label, NAME_LENGTH) : label)
                .toList();
        List<String> figures = rows.stream().map(Row::figure).toList();
        return new Chart(look, width, rows.size() * rowHeight + AXIS_HEIGHT + legendHeight)
                .theme("axis_text_y", Spec.nothing())
                .theme("axis_title_y", Spec.nothing())
                .theme("panel_grid_major_y", Spec.nothing())
                .scale(stretched.spec("x"))
                .scale(Spec.of("aesthetic", "y")
                        .and("limits", List.of(-0.5, rows.size() - 0.4))
                        .and("expand", List.of(0, 0)))
                .foreground(texts(names, stretched.low(), 0, heights, look))
                .foreground(texts(figures, stretched.high(), 1, heights, look));
    }

    /** Text above marks lies on a patch of background, so that no line runs through it. */
    private Spec texts(List<String> labels, double x, double align, List<Double> heights, Look look) {
        return Spec.of("geom", namePart == 0 ? "label" : "text")
                .and(
                        "data",
                        Spec.of("x", Collections.nCopies(labels.size(), x))
                                .and("y", heights)
                                .and("label", labels))
                .and("mapping", Spec.of("x", "x").and("y", "y").and("label", "label"))
                .and("hjust", align)
                .and("size", TEXT_SIZE)
                .and("color", look.ink())
                .and("fill", look.background())
                .and("label_size", 0)
                .and("label_padding", 0.1);
    }
}
