package io.ringway.mqtt;

import java.io.OutputStream;
import java.util.Arrays;

/** Bytes that are appended, cut back and used again. */
final class PayloadBuffer extends OutputStream {
    private byte[] bytes = new byte[1024];
    private int length;

    int length() {
        return length;
    }

    /** Forgets what is behind the first {@code newLength} bytes. */
    void cutTo(int newLength) {
        length = newLength;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    void append(PayloadBuffer other) {
        write(other.bytes, 0, other.length);
    }

    @Override
    public void write(int b) {
        makeRoom(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        makeRoom(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void makeRoom(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
        }
    }
}
