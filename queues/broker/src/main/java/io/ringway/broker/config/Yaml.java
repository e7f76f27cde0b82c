package io.ringway.broker.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A map in a YAML file, read key by key. What is wrong is told with file, line and column. */
final class Yaml {

    private final Path file;
    private final String name;
    private final Node place;
    private final Map<String, Node> unread = new LinkedHashMap<>();
    private final Map<String, Node> keys = new HashMap<>();

    Yaml(Path file, String name, Node node) {
        this.file = file;
        this.name = name;
        place = node;
        if (!(node instanceof MappingNode map)) {
            throw problem(file, node, (name.isEmpty() ? "the file" : name) + " must be a map of keys and values");
        }
        for (NodeTuple tuple : map.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (keys.put(key, tuple.getKeyNode()) != null) {
                throw problem(file, tuple.getKeyNode(), path(key) + " is there twice");
            }
            unread.put(key, tuple.getValueNode());
        }
    }

    private String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    static ConfigException problem(Path file, Node node, String message) {
        return problem(file, node.getStartMark(), message);
    }

    static ConfigException problem(Path file, Mark mark, String message) {
        return new ConfigException(file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + ": " + message);
    }

    /** Reads a value, if it is there; an {@link IllegalArgumentException} of the reader tells what it must be. */
    <T> Optional<T> read(String key, Function<Node, T> reader) {
        Node node = unread.remove(key);
        if (node == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(node));
        } catch (IllegalArgumentException e) {
            throw problem(file, node, path(key) + " " + e.getMessage());
        }
    }

    <T> T value(String key, T otherwise, Function<Node, T> reader) {
        return read(key, reader).orElse(otherwise);
    }

    Optional<String> string(String key) {
        return read(key, Yaml::text);
    }

    <T> T required(String key, Function<String, T> reader) {
        return read(key, node -> reader.apply(text(node)))
                .orElseThrow(() -> problem(file, place, path(key) + " is missing"));
    }

    int integer(String key, int otherwise, int least, int most) {
        return value(key, otherwise, node -> {
            String text = text(node);
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Told below, like a number that is out of range.
            }
            throw new IllegalArgumentException("must be from " + least + " to " + most + ": '" + text + "'");
        });
    }

    boolean bool(String key, boolean otherwise) {
        return value(key, otherwise, node -> {
            String text = text(node);
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("must be true or false: '" + text + "'");
            }
            return text.equals("true");
        });
    }

    /** A map below a key. */
    <T> Optional<T> section(String key, Function<Yaml, T> reader) {
        return read(key, node -> {
            Yaml section = new Yaml(file, path(key), node);
            T value = reader.apply(section);
            section.requireNoMore();
            return value;
        });
    }

    /** A list of maps below a key. */
    <T> List<T> list(String key, Function<Yaml, T> reader) {
        return value(key, List.of(), node -> {
            List<T> list = new ArrayList<>();
            for (Node item : items(node)) {
                Yaml section = new Yaml(file, path(key) + "[" + list.size() + "]", item);
                list.add(reader.apply(section));
                section.requireNoMore();
            }
            return list;
        });
    }

    /** A list of texts below a key. */
    <T> List<T> texts(String key, Function<String, T> reader) {
        return value(key, List.of(), node -> {
            List<T> list = new ArrayList<>();
            for (Node item : items(node)) {
                try {
                    list.add(reader.apply(text(item)));
                } catch (IllegalArgumentException e) {
                    throw problem(file, item, path(key) + "[" + list.size() + "] " + e.getMessage());
                }
            }
            return list;
        });
    }

    private static List<Node> items(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw new IllegalArgumentException("must be a list");
    }

    static String text(Node node) {
        if (node instanceof ScalarNode scalar
                && !(scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN
                        && scalar.getValue().isEmpty())) {
            return scalar.getValue();
        }
        throw new IllegalArgumentException("must have a single value");
    }

    void requireNoMore() {
        for (String key : unread.keySet()) {
            Node node = keys.get(key);
            throw problem(file, node == null ? unread.get(key) : node, "there is no key '" + path(key) + "'");
        }
    }
}
