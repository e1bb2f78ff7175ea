package io.narthex.promql.window;

/// The windows of one tile: window `k` is `(end(k) - range, end(k)]`, open on the left.
///
/// @param start end of the first window, epoch milliseconds
/// @param step milliseconds between window ends; 0 where `@` fixes all of them
/// @param count number of windows, at least 1
/// @param range length of each window in milliseconds
public record WindowGrid(long start, long step, int count, long range) {
    /// The end of a window, inclusive.
    public long end(int k) {
        return start + step * k;
    }

    /// The oldest time that lies in any of the windows.
    public long mint() {
        return start - range + 1;
    }

    /// The newest time that lies in any of the windows.
    public long maxt() {
        return end(count - 1);
    }
}
