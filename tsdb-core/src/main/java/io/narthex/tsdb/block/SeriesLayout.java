package io.narthex.tsdb.block;

import java.io.IOException;

/// How an index writes series, and lists of them.
///
/// Thread safety: for one thread.
interface SeriesLayout {
    /// Writes a series behind the others, at once or with some of the next ones.
    ///
    /// @param pairs numbers of symbols: name, value, name, value, …
    /// @param n how many of the numbers count
    void add(int[] pairs, int n, ChunkPlaces chunks) throws IOException;

    /// Writes what is left; no series comes any more.
    void finish() throws IOException;

    /// Appends a list of series to a buffer.
    ///
    /// @param list numbers of series in the order in which they were added, ascending
    void list(int[] list, int from, int to, OutputBuffer out);
}
