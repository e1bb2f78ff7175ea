package io.narthex.promql.parser;

/// A half-open range of UTF-8 byte offsets in the query text: `start` inclusive, `end` exclusive.
public record PositionRange(int start, int end) {
    /// Where it starts, as `line:column`: both from 1, the column in bytes, as Prometheus counts.
    ///
    /// @param query the query text in UTF-8
    public String place(byte[] query) {
        int line = 1;
        int lineStart = 0;
        int before = Math.min(start, query.length);
        for (int i = 0; i < before; i++) {
            if (query[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return line + ":" + (start - lineStart + 1);
    }
}
