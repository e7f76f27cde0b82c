package io.ringway.stress;

import java.util.Locale;
import java.util.Map;

/**
 * The outcome as one HTML page: every test with its outcomes, how often each was seen, and what it means. JCStress' own
 * report has a file for each test and repeats the machine in each; it stays with the build.
 */
final class Page {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Ringway: JCStress</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            summary { cursor: pointer; overflow-wrap: anywhere; }
            table { border-collapse: collapse; margin: .5rem 0 1rem 1rem; font-variant-numeric: tabular-nums; }
            td, th { padding: .1rem .8rem .1rem 0; text-align: left; vertical-align: top; }
            td.count { text-align: right; }
            .failed, .FORBIDDEN { color: light-dark(#b00020, #ff7b72); font-weight: 600; }
            .none { opacity: .55; }
            </style>
            </head>
            <body>
            <h1>JCStress</h1>
            """;

    private Page() {}

    /** Writes the page. */
    static String of(Verdict verdict, Map<String, Observed> observed) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append(
                "<p>%d passed, %d failed, %d not run here; %,d samples in %,d configurations. %s, %d processors, Java %s.</p>%n"
                        .formatted(
                                verdict.count(TestRow.PASSED),
                                verdict.count(TestRow.FAILED),
                                verdict.count(TestRow.NOT_RUN),
                                verdict.samples(),
                                verdict.configurations(),
                                escaped(System.getProperty("os.arch")),
                                Runtime.getRuntime().availableProcessors(),
                                escaped(System.getProperty("java.version"))));
        for (String problem : verdict.problems()) {
            page.append("<p class=\"failed\">%s</p>%n".formatted(escaped(problem)));
        }
        for (TestRow row : verdict.rows()) {
            Observed seen = observed.get(row.test());
            page.append("<details%s><summary>%s: <span class=\"%s\">%s</span>%s</summary>%n"
                    .formatted(
                            row.is(TestRow.FAILED) ? " open" : "",
                            escaped(row.test()),
                            escaped(row.outcome()),
                            escaped(row.outcome()),
                            row.reason().isEmpty() ? "" : " (" + escaped(row.reason()) + ")"));
            if (seen != null) {
                states(page, seen);
            }
            page.append("</details>\n");
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private static void states(StringBuilder page, Observed seen) {
        page.append("<table><tr><th>outcome</th><th>seen</th><th>expected</th><th>meaning</th></tr>\n");
        for (Observed.State state : seen.states()) {
            page.append(
                    "<tr class=\"%s\"><td><code>%s</code></td><td class=\"count\">%,d</td><td>%s</td><td>%s</td></tr>%n"
                            .formatted(
                                    state.count() == 0 ? "none" : escaped(state.expect()),
                                    escaped(state.id()),
                                    state.count(),
                                    escaped(state.expect().toLowerCase(Locale.ROOT)),
                                    escaped(state.meaning())));
        }
        page.append("</table>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
