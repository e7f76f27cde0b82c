package io.ringway.benchmarks.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Function;

/**
 * A picture in both looks.
 *
 * @param name name of its files, without the look
 * @param title what it shows
 * @param alt what it says, for readers who do not see it
 * @param light SVG for a white page
 * @param dark SVG for a black page
 */
record Picture(String name, String title, String alt, String light, String dark) {

    static Picture of(String name, String title, String alt, Function<Look, Chart> chart) {
        return new Picture(
                name,
                title,
                alt,
                chart.apply(Look.LIGHT).svg(title),
                chart.apply(Look.DARK).svg(title));
    }

    String lightUri() {
        return uri(light);
    }

    String darkUri() {
        return uri(dark);
    }

    void writeTo(Path dir) throws IOException {
        Files.writeString(dir.resolve(name + "-" + Look.LIGHT.suffix() + ".svg"), light);
        Files.writeString(dir.resolve(name + "-" + Look.DARK.suffix() + ".svg"), dark);
    }

    private static String uri(String svg) {
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
    }
}
