package io.ringway.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The states that a log goes through, by their bytes. */
final class States {

    private final Map<ByteBuffer, Integer> frames = new HashMap<>();

    private States() {}

    /** That of a machine, and those after each of the batches, which are applied to it. */
    static States after(StateMachine machine, List<RecordedLog.Frame> batches) {
        States states = new States();
        states.add(machine, 0);
        for (int i = 0; i < batches.size(); i++) {
            RecordedLog.Frame frame = batches.get(i);
            machine.apply(ByteBuffer.wrap(frame.bytes()), frame.position(), (n, result) -> {});
            states.add(machine, i + 1);
        }
        return states;
    }

    private void add(StateMachine machine, int batches) {
        frames.put(ByteBuffer.wrap(Driver.snapshot(machine)), batches);
    }

    /** Returns how many batches make a state; fails if no number of them does. */
    int frames(StateMachine machine) {
        Integer found = frames.get(ByteBuffer.wrap(Driver.snapshot(machine)));
        assertThat(found).as("number of batches that make this state").isNotNull();
        return found;
    }
}
