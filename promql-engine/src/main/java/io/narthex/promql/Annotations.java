package io.narthex.promql;

import io.narthex.promql.parser.PositionRange;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;

/// The warnings and infos of one query: a set, so that a text raised at many steps or by several
/// parts of the query appears once, with the place that was evaluated last. They come in the order
/// of the texts.
///
/// Thread safety: safe for concurrent calls.
public final class Annotations {
    /// The order in which places are evaluated: arguments before what takes them, then left to
    /// right.
    private static final Comparator<PositionRange> EVALUATION =
            Comparator.comparingInt(PositionRange::end)
                    .thenComparing(Comparator.comparingInt(PositionRange::start).reversed());

    private final byte[] query;
    private final Object lock = new Object();
    private final Map<String, PositionRange> warnings = new TreeMap<>();
    private final Map<String, PositionRange> infos = new TreeMap<>();
    private final Map<String, Placed> merged = new TreeMap<>();

    /// Where notes go instead, and at which places; null for those that are kept here.
    private final @Nullable Annotations target;

    private final Map<PositionRange, List<PositionRange>> places;

    /// @param query the query's text, to turn byte offsets into line and column
    public Annotations(String query) {
        this(query.getBytes(StandardCharsets.UTF_8), null, Map.of());
    }

    private Annotations(
            byte[] query,
            @Nullable Annotations target,
            Map<PositionRange, List<PositionRange>> places) {
        this.query = query;
        this.target = target;
        this.places = places;
    }

    /// Takes notes on behalf of these annotations about what stands at several places.
    ///
    /// @param equal by place all places of which a note then tells
    public Annotations at(Map<PositionRange, List<PositionRange>> equal) {
        return new Annotations(query, this, equal);
    }

    /// Passes a note on where it belongs.
    ///
    /// @return whether it is not kept here
    private boolean passed(PositionRange position, BiConsumer<Annotations, PositionRange> note) {
        Annotations to = target;
        if (to == null) {
            return false;
        }
        for (PositionRange place : places.getOrDefault(position, List.of(position))) {
            note.accept(to, place);
        }
        return true;
    }

    /// Adds `PromQL warning: text (line:col)`.
    public void warning(String text, PositionRange position) {
        if (!passed(position, (to, place) -> to.warning(text, place))) {
            add(warnings, text, position);
        }
    }

    /// Adds `PromQL info: text (line:col)`.
    public void info(String text, PositionRange position) {
        if (!passed(position, (to, place) -> to.info(text, place))) {
            add(infos, text, position);
        }
    }

    private void add(Map<String, PositionRange> notes, String text, PositionRange position) {
        synchronized (lock) {
            notes.merge(text, position, BinaryOperator.maxBy(EVALUATION));
        }
    }

    /// Adds a note to those with the same subject; they appear once, at the place that was
    /// evaluated first.
    public void merge(MergedNote note, PositionRange position) {
        if (passed(position, (to, place) -> to.merge(note, place))) {
            return;
        }
        synchronized (lock) {
            String key = note.subject() + (note.isPerPlace() ? " " + position.place(query) : "");
            merged.merge(key, new Placed(note, position), Placed::with);
        }
    }

    /// The warnings so far.
    public List<String> warnings() {
        return rendered("PromQL warning: ", warnings, true);
    }

    /// The infos so far.
    public List<String> infos() {
        return rendered("PromQL info: ", infos, false);
    }

    private List<String> rendered(
            String prefix, Map<String, PositionRange> plain, boolean warning) {
        synchronized (lock) {
            Map<String, PositionRange> all = new TreeMap<>(plain);
            for (Placed placed : merged.values()) {
                if (placed.note.isWarning() == warning) {
                    all.merge(
                            placed.note.text(), placed.position, BinaryOperator.maxBy(EVALUATION));
                }
            }
            List<String> texts = new ArrayList<>(all.size());
            all.forEach(
                    (text, position) ->
                            texts.add(prefix + text + " (" + position.place(query) + ")"));
            return List.copyOf(texts);
        }
    }

    private record Placed(MergedNote note, PositionRange position) {
        Placed with(Placed other) {
            boolean first = EVALUATION.compare(position, other.position) <= 0;
            return new Placed(note.with(other.note), first ? position : other.position);
        }
    }
}
