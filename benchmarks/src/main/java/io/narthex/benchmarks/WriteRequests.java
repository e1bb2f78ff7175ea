package io.narthex.benchmarks;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.narthex.model.Labels;
import io.narthex.tsdb.io.ByteWriter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Encodes remote write requests.
final class WriteRequests {
    private final SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    private final ByteWriter request = new ByteWriter(1 << 20);
    private final ByteWriter series = new ByteWriter(4096);
    private final ByteWriter part = new ByteWriter(256);

    private WriteRequests() {}

    /// All samples of the data, in the order of their times as far as requests allow.
    ///
    /// @param perSeries samples of each series in a request
    /// @param group series in a request
    static List<byte[]> of(Counters data, int perSeries, int group) {
        WriteRequests encoder = new WriteRequests();
        List<byte[]> requests = new ArrayList<>();
        for (int k = 0; k < data.scrapes(); k += perSeries) {
            for (int i = 0; i < data.series(); i += group) {
                encoder.request.clear();
                for (int s = i; s < Math.min(i + group, data.series()); s++) {
                    encoder.add(data, s, k, Math.min(k + perSeries, data.scrapes()));
                }
                requests.add(encoder.compress());
            }
        }
        return requests;
    }

    private void add(Counters data, int s, int from, int to) {
        series.clear();
        Labels labels = data.labels()[s];
        for (int i = 0; i < labels.size(); i++) {
            part.clear();
            text(1, labels.name(i));
            text(2, labels.value(i));
            message(series, 1, part);
        }
        for (int k = from; k < to; k++) {
            part.clear();
            part.put(1 << 3 | 1);
            part.putLong(Double.doubleToRawLongBits(data.values()[s][k]));
            part.put(2 << 3);
            part.putVarint(data.timesOf(s)[k]);
            message(series, 2, part);
        }
        message(request, 1, series);
    }

    private void text(int field, String text) {
        part.put(field << 3 | 2);
        part.putVarint(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        part.put(bytes, 0, bytes.length);
    }

    private static void message(ByteWriter to, int field, ByteWriter from) {
        to.put(field << 3 | 2);
        to.putVarint(from.size());
        to.put(from);
    }

    private byte[] compress() {
        byte[] out = new byte[snappy.maxCompressedLength(request.size())];
        int n = snappy.compress(request.array(), 0, request.size(), out, 0, out.length);
        return Arrays.copyOf(out, n);
    }
}
