package io.narthex.promql;

import io.narthex.promql.parser.PositionRange;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final Map<String, Placed> merged = new TreeMap<>();

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

    /// Adds a note to those with the same subject; they appear once, at the first of their places.
    public void merge(MergedNote note, PositionRange position) {
        synchronized (lock) {
            merged.merge(note.subject(), new Placed(note, position), Placed::with);
        }
    }

    /// The warnings so far.
    public List<String> warnings() {
        synchronized (lock) {
            return withMerged(warnings, true);
        }
    }

    /// The infos so far.
    public List<String> infos() {
        synchronized (lock) {
            return withMerged(infos, false);
        }
    }

    private List<String> withMerged(TreeSet<String> plain, boolean warning) {
        TreeSet<String> all = new TreeSet<>(plain);
        for (Placed placed : merged.values()) {
            if (placed.note.isWarning() == warning) {
                all.add(
                        (warning ? "PromQL warning: " : "PromQL info: ")
                                + placed.note.text()
                                + place(placed.position));
            }
        }
        return List.copyOf(all);
    }

    private record Placed(MergedNote note, PositionRange position) {
        Placed with(Placed other) {
            return new Placed(
                    note.with(other.note),
                    position.start() <= other.position.start() ? position : other.position);
        }
    }

    private String place(PositionRange position) {
        return " (" + position.place(query) + ")";
    }
}
