package io.narthex.promql;

import io.narthex.promql.parser.PositionRange;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/// The warnings and infos of one query: a set, so that a text raised at many steps appears once,
/// rendered in the order of the texts.
///
/// Thread safety: safe for concurrent calls.
public final class Annotations {
    private final byte[] query;
    private final Object lock = new Object();
    private final TreeSet<String> warnings = new TreeSet<>();
    private final TreeSet<String> infos = new TreeSet<>();

    /// @param query the query's text, to turn byte offsets into line and column
    public Annotations(String query) {
        this.query = query.getBytes(StandardCharsets.UTF_8);
    }

    /// Adds `PromQL warning: text (line:col)`.
    public void warning(String text, PositionRange position) {
        String rendered = "PromQL warning: " + text + place(position);
        synchronized (lock) {
            warnings.add(rendered);
        }
    }

    /// Adds `PromQL info: text (line:col)`.
    public void info(String text, PositionRange position) {
        String rendered = "PromQL info: " + text + place(position);
        synchronized (lock) {
            infos.add(rendered);
        }
    }

    /// The warnings so far.
    public List<String> warnings() {
        synchronized (lock) {
            return List.copyOf(warnings);
        }
    }

    /// The infos so far.
    public List<String> infos() {
        synchronized (lock) {
            return List.copyOf(infos);
        }
    }

    /// ` (line:col)`, both from 1; the column counts bytes, as Prometheus does.
    private String place(PositionRange position) {
        int line = 1;
        int lineStart = 0;
        int end = Math.min(position.start(), query.length);
        for (int i = 0; i < end; i++) {
            if (query[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return " (" + line + ":" + (position.start() - lineStart + 1) + ")";
    }
}
