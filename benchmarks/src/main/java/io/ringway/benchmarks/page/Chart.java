package io.ringway.benchmarks.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/** One picture in one look: layers, scales and a frame around them. */
final class Chart {

    private static final double TEXT = 12;

    private final Look look;
    private final int width;
    private final int height;
    private final Spec theme;
    private final List<Object> layers = new ArrayList<>();
    private final List<Object> foreground = new ArrayList<>();
    private final List<Object> scales = new ArrayList<>();
    private final Spec guides = Spec.empty();
    private String caption = "";

    Chart(Look look, int width, int height) {
        this.look = look;
        this.width = width;
        this.height = height;
        Spec text = Spec.text(look.ink(), TEXT);
        this.theme = Spec.of("name", "minimal")
                .and("text", text)
                .and("axis_title", text)
                .and("axis_text", text)
                .and("legend_text", text)
                .and("legend_title", Spec.nothing())
                .and("legend_position", "bottom")
                .and("plot_caption", Spec.text(look.ink(), TEXT).and("hjust", 0))
                .and("legend_background", Spec.rectangle(look.background()))
                .and("plot_background", Spec.rectangle(look.background()))
                .and("panel_grid_major", Spec.line(look.grid(), 1))
                .and("panel_grid_minor", Spec.nothing())
                .and("axis_line", Spec.nothing())
                .and("axis_ticks", Spec.nothing());
    }

    Look look() {
        return look;
    }

    Chart layer(Spec layer) {
        layers.add(layer.and("tooltips", "none").map());
        return this;
    }

    /** A layer that lies above all others, whenever it was added. */
    Chart foreground(Spec layer) {
        foreground.add(layer.and("tooltips", "none").map());
        return this;
    }

    Chart scale(Spec scale) {
        scales.add(scale.map());
        return this;
    }

    Chart theme(String element, Spec value) {
        theme.and(element, value);
        return this;
    }

    /** Legends go below each other: on a phone they would not fit beside each other. */
    Chart legendInColumns(String aesthetic, int columns) {
        guides.and(aesthetic, Spec.of("name", "legend").and("ncol", columns));
        return this;
    }

    /** Lines below the picture that say what its marks are; they go wherever the picture goes. */
    Chart caption(String text) {
        caption = text;
        return this;
    }

    String svg(String title) {
        Spec spec = Spec.of("kind", "plot")
                .and("data", Spec.empty())
                .and("mapping", Spec.empty())
                .and("ggsize", Spec.of("width", width).and("height", height))
                .and("theme", theme)
                .and("guides", guides)
                .and("scales", scales)
                .and(
                        "layers",
                        Stream.concat(layers.stream(), foreground.stream()).toList());
        if (!caption.isEmpty()) {
            spec.and("caption", Spec.of("text", caption));
        }
        // The encoder is for raster layers; there are none here.
        String raw = PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
                spec.map(), null, (columns, rows, pixels) -> "", false);
        return Svg.tidy(raw, title);
    }
}
