package io.narthex.tsdb.block;

import io.narthex.model.Labels;
import io.narthex.model.Utf8Order;
import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Writes an index: symbols at once, then series after series, at the end the postings. In memory
/// are the symbols, and four bytes per label of a series.
///
/// Like Prometheus since 3.0 it writes no label indices, which nobody reads.
///
/// Thread safety: for one thread.
final class IndexWriter implements AutoCloseable {
    private final OutputFile file;
    private final OutputBuffer buffer = new OutputBuffer();
    private final OutputBuffer header = new OutputBuffer();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final String[] symbols;
    private final PairPostings postings = new PairPostings();
    private final long symbolsAt;
    private final long seriesAt;
    private final SeriesLayout layout;

    private int[] pairs = new int[32];
    private int series;
    private Labels last = Labels.empty();

    /// Creates the file and writes its symbols.
    ///
    /// @param packed whether series are written as only this store reads them
    /// @param strings every name and value that a label will have, each once, in any order
    IndexWriter(FileStore files, Path path, boolean packed, Collection<String> strings)
            throws IOException {
        symbols = strings.toArray(String[]::new);
        Arrays.sort(symbols, Utf8Order::compare);
        file = new OutputFile(files, path);
        buffer.u32(IndexLayout.MAGIC);
        buffer.u8(packed ? IndexLayout.PACKED_VERSION : IndexLayout.VERSION);
        file.write(buffer);
        symbolsAt = file.position();
        writeSymbols();
        seriesAt = file.position();
        layout = packed ? new PackedSeries(file) : new PaddedSeries(file);
    }

    private void writeSymbols() throws IOException {
        long length = Integer.BYTES;
        for (int i = 0; i < symbols.length; i++) {
            numbers.put(symbols[i], i);
            buffer.clear();
            buffer.string(symbols[i]);
            length += buffer.size();
        }
        buffer.clear();
        IndexLayout.startSection(file, header, length, symbols.length);
        for (String symbol : symbols) {
            buffer.string(symbol);
            file.write(buffer);
        }
        file.endCrc();
    }

    /// Adds a series behind the others in canonical order.
    void add(Labels labels, ChunkPlaces chunks) throws IOException {
        if (series > 0 && labels.compareTo(last) <= 0) {
            throw new IllegalArgumentException(labels + " behind " + last);
        }
        last = labels;
        series++;
        int n = 2 * labels.size();
        if (n > pairs.length) {
            pairs = new int[2 * n];
        }
        for (int i = 0; i < labels.size(); i++) {
            int name = number(labels.name(i));
            int value = number(labels.value(i));
            pairs[2 * i] = name;
            pairs[2 * i + 1] = value;
            postings.add(name, value);
        }
        postings.endSeries();
        layout.add(pairs, n, chunks);
    }

    private int number(String symbol) {
        Integer number = numbers.get(symbol);
        if (number == null) {
            throw new IllegalArgumentException("no symbol " + symbol);
        }
        return number;
    }

    /// Writes the rest and makes the file durable.
    void finish() throws IOException {
        layout.finish();
        long labelIndicesAt = file.position();
        PairPostings.Sorted sorted = postings.sorted();
        long[] offsets = new long[sorted.pairs().length];
        file.pad(IndexLayout.POSTINGS_ALIGNMENT);
        long postingsAt = file.position();
        int[] all = new int[series];
        Arrays.setAll(all, i -> i);
        writePostings(all, 0, series);
        for (int i = 0; i < offsets.length; i++) {
            file.pad(IndexLayout.POSTINGS_ALIGNMENT);
            offsets[i] = file.position();
            writePostings(sorted.lists(), sorted.from(i), sorted.to(i));
        }
        long tableAt = file.position();
        writeTable(postingsAt, sorted.pairs(), offsets);
        for (long at :
                new long[] {symbolsAt, seriesAt, labelIndicesAt, tableAt, postingsAt, tableAt}) {
            buffer.i64(at);
        }
        buffer.crc(0);
        file.write(buffer);
        file.force();
    }

    private void writePostings(int[] list, int from, int to) throws IOException {
        layout.list(list, from, to, buffer);
        IndexLayout.writeSection(file, header, to - from, buffer);
    }

    private void writeTable(long allAt, long[] pairs, long[] offsets) throws IOException {
        long length = Integer.BYTES;
        for (int i = -1; i < pairs.length; i++) {
            entry(i, allAt, pairs, offsets);
            length += buffer.size();
            buffer.clear();
        }
        IndexLayout.startSection(file, header, length, pairs.length + 1);
        for (int i = -1; i < pairs.length; i++) {
            entry(i, allAt, pairs, offsets);
            file.write(buffer);
        }
        file.endCrc();
    }

    /// An entry of the table; the first one, of the pair without characters, has all series.
    private void entry(int i, long allAt, long[] pairs, long[] offsets) {
        buffer.uvarint(2);
        buffer.string(i < 0 ? "" : symbols[(int) (pairs[i] >>> 32)]);
        buffer.string(i < 0 ? "" : symbols[(int) pairs[i]]);
        buffer.uvarint(i < 0 ? allAt : offsets[i]);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
