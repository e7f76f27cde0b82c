package io.ringway.benchmarks.page;

import io.ringway.benchmarks.model.Contender;
import io.ringway.benchmarks.model.Suite;
import java.util.Locale;

/** How suites and contenders are called on the page. */
final class Names {

    /** Follows the name of a suite that had more threads than processors. */
    static final String OVERSUBSCRIBED_MARK = " *";

    static final String THROUGHPUT = "throughput";

    private static final int LEGEND_LENGTH = 24;

    private Names() {}

    static String suite(Suite suite) {
        boolean named = suite.title().contains(suite.shape());
        return suite.title()
                + (named ? "" : ", " + suite.shape())
                + (suite.oversubscribed() ? OVERSUBSCRIBED_MARK : "");
    }

    static String shape(Suite suite) {
        return suite.shape() + (suite.oversubscribed() ? OVERSUBSCRIBED_MARK : "");
    }

    static String contender(Contender contender) {
        return contender.idle().isEmpty() ? contender.name() : contender.name() + " (" + contender.idle() + ")";
    }

    /** What comes before the name of the class, with the blank or dot that ends it. */
    static String library(String name) {
        return name.substring(0, name.length() - type(name).length());
    }

    static String type(String name) {
        return name.replaceFirst("^[^ .]*[ .]", "");
    }

    /** A long name in two lines, broken where a word of it begins. */
    static String legend(String name) {
        if (name.length() <= LEGEND_LENGTH) {
            return name;
        }
        int at = LEGEND_LENGTH;
        while (at > LEGEND_LENGTH / 2 && !Character.isUpperCase(name.charAt(at)) && name.charAt(at) != '(') {
            at--;
        }
        return name.substring(0, at).strip() + "\n" + name.substring(at);
    }

    /** A name that is too long for a line in two: at the last comma that leaves both short enough, or in the middle. */
    static String twoLines(String name, int length) {
        if (name.length() <= length) {
            return name;
        }
        int at = name.lastIndexOf(", ", length - 1) + 1;
        if (at == 0 || name.length() - at - 1 > length) {
            int middle = name.length() / 2;
            int before = name.lastIndexOf(' ', middle);
            int behind = name.indexOf(' ', middle);
            at = behind < 0 || middle - before < behind - middle ? before : behind;
        }
        return at < 0 ? name : name.substring(0, at) + "\n" + name.substring(at + 1);
    }

    /** A name that is safe in a file name and in a link. */
    static String anchor(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
