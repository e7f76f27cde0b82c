package io.ringway.broker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Lines for a reader. */
final class Table {

    private Table() {}

    /** Rows with aligned columns; the first one is the head. */
    static List<String> lines(List<String[]> rows) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** A line for each value, with the path that leads to it. */
    static List<String> flat(JsonNode node) {
        List<String[]> rows = new ArrayList<>();
        collect("", node, rows);
        return lines(rows);
    }

    private static void collect(String path, JsonNode node, List<String[]> rows) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), rows));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "[" + i + "]", node.get(i), rows);
            }
        } else {
            rows.add(new String[] {path, node.isNull() ? "-" : node.isTextual() ? node.asText() : node.toString()});
        }
    }
}
