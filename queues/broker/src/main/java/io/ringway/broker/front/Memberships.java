package io.ringway.broker.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which groups the clients with persistent sessions belong to. MQTT keeps their subscriptions, not the user properties
 * with which these were made. A file of JSON lines, each one change; it is written anew when most of it is history.
 */
final class Memberships implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHORT = 1_000;

    private final Path file;
    private final Map<String, Map<String, Membership>> byClient = new HashMap<>();
    private BufferedWriter out;
    private int lines;
    private int live;

    /**
     * How a client subscribed.
     *
     * @param group its group
     * @param prefetch the most deliveries that it holds
     * @param heartbeatMillis how long it may be silent while it holds deliveries; 0 for as long as it is connected
     */
    record Membership(String group, int prefetch, long heartbeatMillis) {}

    /**
     * A line of the file.
     *
     * @param client the client
     * @param queue the queue
     * @param membership how it is subscribed; null if it is not any more
     */
    record Change(String client, String queue, @Nullable Membership membership) {}

    Memberships(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    read(line);
                }
            }
            out = rewrite();
        } catch (IOException e) {
            throw new UncheckedIOException("the memberships in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void read(String line) {
        try {
            apply(JSON.readValue(line, Change.class));
        } catch (JsonProcessingException e) {
            // A line that was being written when the broker died.
        }
    }

    private void apply(Change change) {
        Map<String, Membership> queues = byClient.computeIfAbsent(change.client(), id -> new HashMap<>());
        Membership before = change.membership() == null
                ? queues.remove(change.queue())
                : queues.put(change.queue(), change.membership());
        live += (change.membership() == null ? 0 : 1) - (before == null ? 0 : 1);
        if (queues.isEmpty()) {
            byClient.remove(change.client());
        }
    }

    private BufferedWriter rewrite() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter writer = Files.newBufferedWriter(next)) {
            for (Map.Entry<String, Map<String, Membership>> client : byClient.entrySet()) {
                for (Map.Entry<String, Membership> queue : client.getValue().entrySet()) {
                    write(writer, new Change(client.getKey(), queue.getKey(), queue.getValue()));
                }
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines = live;
        return Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    }

    private static void write(BufferedWriter writer, Change change) throws IOException {
        writer.write(JSON.writeValueAsString(change));
        writer.write('\n');
    }

    private void change(Change change) {
        apply(change);
        try {
            if (++lines > SHORT + 4 * live) {
                out.close();
                out = rewrite();
            } else {
                write(out, change);
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the memberships cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    synchronized void put(String client, String queue, Membership membership) {
        if (!membership.equals(get(client, queue))) {
            change(new Change(client, queue, membership));
        }
    }

    synchronized @Nullable Membership get(String client, String queue) {
        return byClient.getOrDefault(client, Map.of()).get(queue);
    }

    synchronized void remove(String client, String queue) {
        if (get(client, queue) != null) {
            change(new Change(client, queue, null));
        }
    }

    /** Forgets what a client does not subscribe to any more. */
    synchronized void retain(String client, Set<String> queues) {
        for (String queue : List.copyOf(byClient.getOrDefault(client, Map.of()).keySet())) {
            if (!queues.contains(queue)) {
                remove(client, queue);
            }
        }
    }

    synchronized Set<String> clients() {
        return Set.copyOf(byClient.keySet());
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the memberships cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }
}
