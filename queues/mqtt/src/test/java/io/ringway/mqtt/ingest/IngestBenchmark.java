package io.ringway.mqtt.ingest;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares how fast messages become rows of H2 and of PostgreSQL, in the three ways of {@link Rows}. The contenders
 * take turns; the figures are medians, with the least and the greatest.
 *
 * <p>No build runs it by itself: {@code mvn -pl queues/mqtt -am test -Dtest=IngestBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class IngestBenchmark {

    private static final int ROUNDS = 5;

    private interface Contender {
        int write() throws SQLException;
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void compare(Databases kind) throws SQLException {
        try (Rows rows = new Rows(kind.empty())) {
            double[][] rates = new double[3][ROUNDS];
            // One round more to warm up.
            for (int round = -1; round < ROUNDS; round++) {
                double[] rate = {rate(rows::batch), rate(rows::each), rate(rows::polled)};
                for (int i = 0; i < rate.length && round >= 0; i++) {
                    rates[i][round] = rate[i];
                }
            }
            String[] names = {
                "ingest", "row by row, a transaction each", "row by row out of a queue, a transaction each 2,000"
            };
            for (int i = 0; i < names.length; i++) {
                double[] ratio = new double[ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    ratio[round] = rates[0][round] / rates[i][round];
                }
                System.out.printf(
                        "%-10s %-52s %s rows/s   ingest is %s times as fast%n",
                        kind, names[i], spread(rates[i]), spread(ratio));
            }
        }
    }

    private static String spread(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return String.format("%,9.1f (%,.1f..%,.1f)", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private static double rate(Contender contender) throws SQLException {
        long start = System.nanoTime();
        int rows = contender.write();
        return rows * 1e9 / (System.nanoTime() - start);
    }
}
