package io.narthex.server.receive;

import java.util.Arrays;

/// The line of each sample that was given to the store.
///
/// Thread safety: for one thread.
final class SampleLines {
    private int[] lines = new int[64];
    private int count;

    void add(int line) {
        if (count == lines.length) {
            lines = Arrays.copyOf(lines, 2 * count);
        }
        lines[count++] = line;
    }

    /// @param index position of the sample among those given to the store
    int line(int index) {
        return lines[index];
    }
}
