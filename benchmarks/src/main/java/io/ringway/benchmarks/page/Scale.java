package io.ringway.benchmarks.page;

/**
 * A unit, scaled so that figures stay short: 16,300,000 transfers/s are 16.3 M transfers/s, 12,000 ns are 12 µs.
 *
 * @param prefix what makes the unit larger
 * @param unit the unit, without its prefix
 * @param divisor what a plain value is divided by
 */
record Scale(String prefix, String unit, double divisor) {

    private static final String NANOS = "ns";
    private static final String THOUSANDS = "k ";

    /** The scale that suits a value of that size. */
    static Scale of(String unit, double typical) {
        double size = Math.abs(typical);
        if (unit.equals(NANOS) || unit.startsWith(NANOS + "/")) {
            return ofNanos(unit.substring(1), size);
        }
        if (unit.startsWith(THOUSANDS)) {
            Scale whole = of(unit.substring(THOUSANDS.length()), 1e3 * size);
            return new Scale(whole.prefix, whole.unit, whole.divisor / 1e3);
        }
        if (size >= 1e9) {
            return new Scale("G ", unit, 1e9);
        }
        if (size >= 1e6) {
            return new Scale("M ", unit, 1e6);
        }
        return size >= 1e4 ? new Scale("k ", unit, 1e3) : new Scale("", unit, 1);
    }

    private static Scale ofNanos(String unit, double nanos) {
        if (nanos >= 1e9) {
            return new Scale("", unit, 1e9);
        }
        if (nanos >= 1e6) {
            return new Scale("m", unit, 1e6);
        }
        return nanos >= 1e3 ? new Scale("µ", unit, 1e3) : new Scale("n", unit, 1);
    }

    String label() {
        return prefix + unit;
    }

    String bare(double value) {
        return Figures.significant(value / divisor);
    }

    String tick(double value) {
        return Figures.tick(value / divisor);
    }

    String format(double value) {
        return bare(value) + " " + label();
    }

    /** The prefix only, for a place beside an axis that names the unit. */
    String compact(double value) {
        return unit.equals("s") || unit.startsWith("s/") ? format(value) : (bare(value) + " " + prefix).strip();
    }
}
