package io.ringway.mqtt;

import io.ringway.log.SpoolRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of a {@link CommandQueue} in its durable directory. Guarded by the lock of the queue. */
final class CommandSpool implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(CommandQueue.class);

    private final SpoolStore store;
    private final RareLog log = new RareLog(LOGGER);

    CommandSpool(SpoolStore store) {
        this.store = store;
    }

    /**
     * Reads what an earlier queue has left, in the order of {@link CommandQueue#publish}. To be called once, at first.
     */
    List<Command> recover() {
        List<Command> found = new ArrayList<>();
        for (List<SpoolRecord> records = store.read(); !records.isEmpty(); records = store.read()) {
            for (SpoolRecord stored : records) {
                Command command = Command.decode(ByteBuffer.wrap(stored.payload()));
                if (command == null) {
                    LOGGER.error("A record of the durable directory is damaged; its command is lost");
                } else {
                    command.number = store.numberOf(stored);
                    found.add(command);
                }
            }
        }
        found.sort(Comparator.comparingLong(command -> command.order));
        return found;
    }

    /**
     * Stores a command.
     *
     * @throws RuntimeException if the disk fails, which is logged
     */
    void append(Command command) {
        try {
            store(command);
        } catch (RuntimeException e) {
            log.error("The durable directory cannot take commands. Make room on the disk, or repair it", e);
            throw e;
        }
    }

    /** Stores a command unless it is stored already. If the disk fails it stays in memory. */
    void appendIfPossible(Command command) {
        if (command.number == Command.NOT_ON_DISK) {
            try {
                store(command);
            } catch (RuntimeException e) {
                log.error("The durable directory cannot take a command; it stays in memory. Make room on the disk", e);
            }
        }
    }

    private void store(Command command) {
        long number = store.tail();
        if (store.append(List.of(command.encode())) == 0) {
            throw new IllegalStateException("the durable directory is full: " + store.bytes() + " bytes");
        }
        command.number = number;
    }

    /** Gives up the records before the oldest of those commands that have no outcome. */
    void releaseAllBut(Iterable<Command> commands) {
        long oldest = store.tail();
        for (Command command : commands) {
            if (command.number != Command.NOT_ON_DISK) {
                oldest = Math.min(oldest, command.number);
            }
        }
        try {
            store.release(oldest);
        } catch (RuntimeException e) {
            log.error("The durable directory cannot give commands up; they will be sent again after a restart", e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
