package io.ringway.benchmarks.page;

/**
 * A unit, scaled so that figures stay short: 16,300,000 transfers/s are 16.3 M transfers/s, 12,000 ns are 12 µs.
 *
 * @param label the unit with its prefix
 * @param divisor what a plain value is divided by
 */
record Scale(String label, double divisor) {

    /** The scale that suits a value of that size. */
    static Scale of(String unit, double typical) {
        double size = Math.abs(typical);
        if (unit.equals("ns")) {
            if (size >= 1e9) {
                return new Scale("s", 1e9);
            }
            if (size >= 1e6) {
                return new Scale("ms", 1e6);
            }
            return size >= 1e3 ? new Scale("µs", 1e3) : new Scale("ns", 1);
        }
        if (size >= 1e9) {
            return new Scale("G " + unit, 1e9);
        }
        if (size >= 1e6) {
            return new Scale("M " + unit, 1e6);
        }
        return size >= 1e4 ? new Scale("k " + unit, 1e3) : new Scale(unit, 1);
    }

    String bare(double value) {
        return Figures.significant(value / divisor);
    }

    String format(double value) {
        return bare(value) + " " + label;
    }
}
