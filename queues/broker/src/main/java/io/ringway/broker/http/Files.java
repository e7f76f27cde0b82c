package io.ringway.broker.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The files of the dashboard, from the class path. They are few and small, and stay in memory. */
final class Files {

    private static final String ROOT = "/dashboard";

    private static final byte[] NONE = {};

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "json", "application/json",
            "md", "text/plain; charset=utf-8");

    private final Map<String, byte[]> read = new ConcurrentHashMap<>();

    /** Looks for a file. */
    @Nullable
    Answer find(String path) {
        String file = path.endsWith("/") ? path + "index.html" : path;
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        // Plain names only: neither the way up nor anything encoded. What is not there is not remembered.
        if (type == null || !file.matches("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")) {
            return null;
        }
        byte[] content = read.getOrDefault(file, NONE);
        if (content == NONE) {
            content = load(file);
        }
        return content == NONE ? null : new Answer(200, type, content);
    }

    private byte[] load(String file) {
        try (InputStream in = Files.class.getResourceAsStream(ROOT + file)) {
            if (in == null) {
                return NONE;
            }
            byte[] content = in.readAllBytes();
            read.put(file, content);
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
