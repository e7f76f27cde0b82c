package io.ringway.benchmarks.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a reader takes them in: three digits that matter, and always a unit. */
final class Figures {

    private static final String NOT_MEASURED = "not measured";

    private static final int DIGITS = 3;
    private static final int MOST_DECIMALS = 4;

    private Figures() {}

    /** Three significant digits, never with an exponent. */
    static String significant(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
        int decimals = DIGITS - rounded.precision() + rounded.scale();
        return rounded.setScale(Math.max(0, Math.min(decimals, MOST_DECIMALS)), RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** A round number at an axis, without zeros behind it. */
    static String tick(double value) {
        return new BigDecimal(significant(value)).stripTrailingZeros().toPlainString();
    }

    static String withUnit(double value, String unit) {
        return Scale.of(unit, value).format(value);
    }

    /** Median and spread in one unit, so that they can be compared at a glance. */
    static String spread(double median, double min, double max, String unit) {
        Scale scale = Scale.of(unit, median);
        return scale.format(median) + " [" + scale.bare(min) + " .. " + scale.bare(max) + "]";
    }

    static String ratio(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f×", ratio) : "–";
    }

    static String ratioSpread(double median, double min, double max) {
        return ratio(median) + " [" + ratio(min) + " .. " + ratio(max) + "]";
    }

    /** Tiny allocations come from the harness; they are shown, not rounded away. */
    static String bytesPerOp(double bytes) {
        return bytes < 0 || !Double.isFinite(bytes) ? NOT_MEASURED : String.format(Locale.ROOT, "%.3f B/op", bytes);
    }

    static String share(double share) {
        return share < 0 || !Double.isFinite(share) ? NOT_MEASURED : String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    static String bytes(long bytes) {
        return bytes <= 0 ? "unknown" : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String percentile(double percentile) {
        return percentile >= 100
                ? "max"
                : "p" + BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
    }
}
