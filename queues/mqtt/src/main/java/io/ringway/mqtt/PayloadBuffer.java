package io.ringway.mqtt;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes that are appended, cut back and used again. */
final class PayloadBuffer extends OutputStream {
    private static final int LONGEST_DECIMAL = 20;
    private static final int FRACTION_DIGITS = 6;

    private byte[] bytes = new byte[1024];
    private int length;

    int length() {
        return length;
    }

    /** Forgets what is behind the first {@code newLength} bytes. */
    void cutTo(int newLength) {
        length = newLength;
    }

    /** Returns the bytes themselves, with more behind them, until the next change. */
    byte[] array() {
        return bytes;
    }

    byte[] copy() {
        return copyFrom(0);
    }

    byte[] copyFrom(int begin) {
        return Arrays.copyOfRange(bytes, begin, length);
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
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        makeRoom(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Writes a text of one byte a character. Returns {@code false}, and may have written a part, if it is another. */
    boolean writeIfAscii(String text) {
        int count = text.length();
        makeRoom(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            bytes[length++] = (byte) c;
        }
        return true;
    }

    /** Writes a number in decimal digits. */
    void writeDecimal(long number) {
        makeRoom(LONGEST_DECIMAL);
        length = NumberOutput.outputLong(number, bytes, length);
    }

    /** Writes millionths as the digits behind the point, without zeros at the end but for the first digit. */
    void writeFraction(int millionths) {
        makeRoom(FRACTION_DIGITS);
        int rest = millionths;
        do {
            rest *= 10;
            bytes[length++] = (byte) ('0' + rest / 1_000_000);
            rest %= 1_000_000;
        } while (rest != 0);
    }

    private void makeRoom(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
        }
    }
}
