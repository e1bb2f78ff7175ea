package io.narthex.remote;

import io.narthex.remote.WriteRequests.Fields;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Encodes remote write 2.0 requests with protobuf's own writer.
final class SymbolRequests {
    private final List<String> symbols = new ArrayList<>(List.of(""));
    private final ByteArrayOutputStream series = new ByteArrayOutputStream();

    /// The number of a string.
    int symbol(String text) {
        int known = symbols.indexOf(text);
        if (known >= 0) {
            return known;
        }
        symbols.add(text);
        return symbols.size() - 1;
    }

    /// References to labels, packed.
    byte[] refs(String... labels) {
        return WriteRequests.message(
                out -> {
                    for (String text : labels) {
                        out.writeUInt32NoTag(symbol(text));
                    }
                });
    }

    static byte[] sample(long timestamp, double value, long start) {
        return WriteRequests.message(
                out -> {
                    out.writeDouble(1, value);
                    out.writeInt64(2, timestamp);
                    out.writeInt64(3, start);
                });
    }

    /// A series with samples at `t0`, `t0 + 1`, …
    SymbolRequests add(String[] labels, long t0, double... values) {
        return add(
                labels,
                out -> {
                    for (int i = 0; i < values.length; i++) {
                        out.writeByteArray(2, sample(t0 + i, values[i], 0));
                    }
                });
    }

    /// A series with further fields.
    SymbolRequests add(String[] labels, Fields fields) {
        return addSeries(
                out -> {
                    out.writeByteArray(1, refs(labels));
                    fields.write(out);
                });
    }

    SymbolRequests addSeries(Fields fields) {
        byte[] bytes = WriteRequests.message(fields);
        series.writeBytes(WriteRequests.message(out -> out.writeByteArray(5, bytes)));
        return this;
    }

    byte[] plain() {
        return WriteRequests.message(
                out -> {
                    for (String symbol : symbols) {
                        out.writeString(4, symbol);
                    }
                    out.writeRawBytes(series.toByteArray());
                });
    }

    byte[] compressed() {
        return WriteRequests.compress(plain());
    }
}
