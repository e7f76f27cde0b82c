package io.ringway.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.AbstractHistogram;
import picocli.CommandLine.Option;

/**
 * What the programs share that put a load on a whole part and print figures: the options of the load, its pace, and the
 * lines that they print, each with a name, a value and a unit.
 */
public final class Load {

    private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9-]*) +([0-9]+(?:\\.[0-9]+)?) (\\S.*)");
    private static final double NANOS_PER_MILLI = 1e6;

    @Option(names = "--size", defaultValue = "1024", description = "Bytes of a payload.")
    private int size;

    @Option(names = "--rate", defaultValue = "0", description = "Publishes a second in all; 0 for as many as possible.")
    private int rate;

    /**
     * A payload.
     *
     * @return as many bytes as asked for
     */
    public byte[] payload() {
        return new byte[size];
    }

    /**
     * The pace.
     *
     * @return publishes a second, 0 for as many as possible
     */
    public int rate() {
        return rate;
    }

    /**
     * Prints a figure.
     *
     * @param name small letters, digits and hyphens
     * @param value not negative
     * @param unit its unit
     */
    public static void print(String name, double value, String unit) {
        System.out.println(line(name, value, unit));
    }

    /**
     * Prints the percentiles that matter, as {@code NAME-p50}, {@code NAME-p99} and {@code NAME-p99.9} would be named;
     * the last one without its point.
     *
     * @param name what took so long
     * @param nanos how long, in nanoseconds
     */
    public static void print(String name, AbstractHistogram nanos) {
        print(name + "-p50", nanos.getValueAtPercentile(50) / NANOS_PER_MILLI, "ms");
        print(name + "-p99", nanos.getValueAtPercentile(99) / NANOS_PER_MILLI, "ms");
        print(name + "-p999", nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI, "ms");
    }

    static String line(String name, double value, String unit) {
        return String.format(Locale.ROOT, "%-24s %.3f %s", name, value, unit);
    }

    /**
     * Reads a line that {@link #print} has printed.
     *
     * @param line any line of a program's output
     * @return the name and the value, or nothing if it is another line
     */
    public static Optional<Map.Entry<String, Double>> read(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(Map.entry(matcher.group(1), Double.parseDouble(matcher.group(2))))
                : Optional.empty();
    }
}
