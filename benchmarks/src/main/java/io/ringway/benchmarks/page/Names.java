package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Suite;
import java.util.Locale;

/** How suites and contenders are called on the page. */
final class Names {

    /** Follows the name of a suite that had more threads than processors. */
    static final String OVERSUBSCRIBED_MARK = " *";

    static final String THROUGHPUT = "throughput";

    private Names() {}

    static String suite(Suite suite) {
        return suite.title() + (suite.oversubscribed() ? OVERSUBSCRIBED_MARK : "");
    }

    static String shape(Suite suite) {
        return suite.shape() + (suite.oversubscribed() ? OVERSUBSCRIBED_MARK : "");
    }

    static String contender(Contender contender) {
        return contender.idle().isEmpty() ? contender.name() : contender.name() + " (" + contender.idle() + ")";
    }

    /** A name that is safe in a file name and in a link. */
    static String anchor(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
