package io.ringway.benchmarks.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/** One picture in one look: layers, scales and a frame around them. */
final class Chart {

    private static final double TEXT = 12;

    private final Look look;
    private final int width;
    private final int height;
    private final Map<String, Object> theme;
    private final List<Object> layers = new ArrayList<>();
    private final List<Object> scales = new ArrayList<>();
    private final Map<String, Object> guides = Spec.of();
    private String caption = "";

    Chart(Look look, int width, int height) {
        this.look = look;
        this.width = width;
        this.height = height;
        this.theme = Spec.of(
                "name", "minimal",
                "text", Spec.text(look.ink(), TEXT),
                "axis_title", Spec.text(look.ink(), TEXT),
                "axis_text", Spec.text(look.ink(), TEXT),
                "legend_text", Spec.text(look.ink(), TEXT),
                "legend_title", Spec.nothing(),
                "plot_caption", Spec.text(look.ink(), TEXT),
                "legend_position", "bottom",
                "plot_background", Spec.rectangle(look.background()),
                "panel_grid_major", Spec.line(look.grid(), 1),
                "panel_grid_minor", Spec.nothing(),
                "axis_line", Spec.nothing(),
                "axis_ticks", Spec.nothing());
    }

    Look look() {
        return look;
    }

    Chart layer(Map<String, Object> layer) {
        layer.put("tooltips", "none");
        layers.add(layer);
        return this;
    }

    Chart scale(Map<String, Object> scale) {
        scales.add(scale);
        return this;
    }

    Chart theme(String element, Object value) {
        theme.put(element, value);
        return this;
    }

    /** Legends go below each other: on a phone they would not fit beside each other. */
    Chart legendInColumns(String aesthetic, int columns) {
        guides.put(aesthetic, Spec.of("name", "legend", "ncol", columns));
        return this;
    }

    /** A line below the picture that says what its marks are; it goes wherever the picture goes. */
    Chart caption(String text) {
        caption = text;
        return this;
    }

    String svg(String title) {
        Map<String, Object> spec = Spec.of(
                "kind",
                "plot",
                "data",
                Spec.of(),
                "mapping",
                Spec.of(),
                "ggsize",
                Spec.of("width", width, "height", height),
                "theme",
                theme,
                "guides",
                guides,
                "scales",
                scales,
                "layers",
                layers);
        if (!caption.isEmpty()) {
            spec.put("caption", Spec.of("text", caption));
        }
        // The encoder is for raster layers; there are none here.
        String raw = PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(spec, null, (w, h, pixels) -> "", false);
        return Svg.tidy(raw, title);
    }
}
