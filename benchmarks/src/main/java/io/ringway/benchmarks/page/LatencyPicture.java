package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Point;
import io.ringway.benchmarks.model.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Latency by percentile, each step along the axis a tenth of what is left, as HdrHistogram's plots have it. */
final class LatencyPicture {

    private static final int WIDTH = 344;
    private static final int PLOT_HEIGHT = 280;
    private static final int TICKS = 6;
    /** 99.99 is 4 nines, and not a little less. */
    private static final double ROUNDING = 1e-6;

    private LatencyPicture() {}

    /** Nothing for a suite without percentiles. */
    static Optional<Picture> of(Suite suite, Curves curves) {
        List<Contender> measured = suite.contenders().stream()
                .filter(contender -> contender.percentiles().stream().anyMatch(point -> point.nanos() > 0))
                .toList();
        if (measured.isEmpty()) {
            return Optional.empty();
        }
        String title = Names.suite(suite) + ": latency by percentile";
        String alt = measured.stream()
                .map(contender -> Names.contender(contender) + ": "
                        + contender.percentiles().stream()
                                .map(point -> Figures.percentile(point.percentile()) + " "
                                        + Figures.withUnit(point.nanos(), "ns"))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ", title + ". ", "."));
        return Optional.of(
                Picture.of("latency-" + Names.anchor(suite.id()), title, alt, look -> chart(look, measured, curves)));
    }

    private static Chart chart(Look look, List<Contender> contenders, Curves curves) {
        double nines = contenders.stream()
                .flatMap(contender -> contender.percentiles().stream())
                .filter(point -> point.percentile() < 100)
                .mapToDouble(LatencyPicture::nines)
                .max()
                .orElse(0);
        double end = Math.floor(nines + ROUNDING) + 1;
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Map<Double, String> ticks = new TreeMap<>();
        for (Contender contender : contenders) {
            for (Point point : contender.percentiles()) {
                if (point.nanos() > 0) {
                    double at = point.percentile() < 100 ? nines(point) : end;
                    x.add(at);
                    y.add(point.nanos());
                    names.add(Names.legend(Names.contender(contender)));
                    ticks.put(at, Figures.percentile(point.percentile()));
                }
            }
        }
        List<Double> breaks = spaced(ticks, end);
        double low = y.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double high = y.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        Axis latency =
                Axis.log("latency (log scale)", low * 0.8, Math.max(high * 1.25, low * 2), TICKS, LatencyPicture::tick);
        Chart chart = new Chart(look, WIDTH, PLOT_HEIGHT + Curves.legendHeight(contenders.size()))
                .scale(latency.spec("y"))
                .scale(Spec.of("aesthetic", "x")
                        .and("name", "percentile")
                        .and("breaks", breaks)
                        .and("labels", breaks.stream().map(ticks::get).toList()));
        curves.draw(
                chart,
                x,
                y,
                names,
                contenders.stream()
                        .map(contender -> new Curves.Entry(
                                Names.legend(Names.contender(contender)), contender.name(), contender.ours()))
                        .toList());
        return chart;
    }

    private static String tick(double nanos) {
        Scale scale = Scale.of("ns", nanos);
        return scale.tick(nanos) + " " + scale.label();
    }

    /** 90 is 1, 99 is 2, 99.9 is 3. */
    private static double nines(Point point) {
        return -Math.log10(1 - point.percentile() / 100);
    }

    /** Only as many marks as can be read beside each other. */
    private static List<Double> spaced(Map<Double, String> ticks, double end) {
        List<Double> breaks = new ArrayList<>();
        for (double tick : ticks.keySet()) {
            if (breaks.isEmpty() || tick - breaks.get(breaks.size() - 1) >= end / 8) {
                breaks.add(tick);
            }
        }
        return breaks;
    }
}
