package io.narthex.promql;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Queryable;
import io.narthex.model.StaleNaN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A store of a few series and an engine over it.
public final class EngineFixture implements AutoCloseable {
    /// A NaN that stands for no sample.
    private static final long GAP = 0x7ff8000000000badL;

    private final List<ListSeries> series = new ArrayList<>();
    private final QueryEngine engine;

    public EngineFixture() {
        this(EngineOptions.DEFAULTS);
    }

    public EngineFixture(EngineOptions options) {
        engine = new QueryEngine(options);
    }

    /// The default options with some threads.
    public static EngineOptions threads(int threads) {
        return EngineOptions.DEFAULTS.withThreads(threads);
    }

    /// Adds a series with samples at 0, `interval`, … milliseconds.
    ///
    /// @param values such as `1 _ stale 4 0+60x5`: numbers, gaps, markers, and n more samples each
    ///     greater by a step
    public EngineFixture load(Labels labels, long interval, String values) {
        List<Double> all = new ArrayList<>();
        for (String item : values.split(" ", -1)) {
            expand(item, all);
        }
        long[] times = new long[all.size()];
        double[] present = new double[all.size()];
        int n = 0;
        for (int i = 0; i < times.length; i++) {
            if (Double.doubleToRawLongBits(all.get(i)) != GAP) {
                times[n] = i * interval;
                present[n++] = all.get(i);
            }
        }
        series.add(
                new ListSeries(
                        series.size() + 1L,
                        labels,
                        Arrays.copyOf(times, n),
                        Arrays.copyOf(present, n)));
        return this;
    }

    private static void expand(String item, List<Double> into) {
        switch (item) {
            case "_" -> into.add(Double.longBitsToDouble(GAP));
            case "stale" -> into.add(StaleNaN.VALUE);
            default -> {
                String[] parts = item.split("[+x]", -1);
                double first = Double.parseDouble(parts[0]);
                int more = parts.length == 1 ? 0 : Integer.parseInt(parts[2]);
                for (int i = 0; i <= more; i++) {
                    into.add(i == 0 ? first : first + i * Double.parseDouble(parts[1]));
                }
            }
        }
    }

    public Queryable store() {
        return new ListQueryable(series);
    }

    public QueryResult instant(String query, long time) {
        return prepare(query, time).run();
    }

    public QueryResult range(String query, long start, long end, long step) {
        return engine.prepare(QueryRequest.range(query, start, end, step), store()).run();
    }

    public Query prepare(String query, long time) {
        return prepare(QueryRequest.instant(query, time));
    }

    public Query prepare(QueryRequest request) {
        return engine.prepare(request, store());
    }

    public String explain(QueryRequest request) {
        return prepare(request).explain(false).text();
    }

    /// The result as text: `{a="b"} 1@0 2@60000`, one line per series.
    public static String text(QueryResult result) {
        StringBuilder out = new StringBuilder();
        switch (result.value()) {
            case Value.Scalar s -> out.append(s.value()).append('@').append(s.timestamp());
            case Value.Text t -> out.append(t.value()).append('@').append(t.timestamp());
            case Value.Vector v -> {
                for (Value.VectorSample s : v.samples()) {
                    out.append(s.labels()).append(' ').append(s.value()).append('\n');
                }
            }
            case Value.Matrix m -> {
                for (Value.MatrixRow row : m.rows()) {
                    out.append(row.labels());
                    for (int i = 0; i < row.size(); i++) {
                        out.append(' ').append(row.valueAt(i)).append('@').append(row.timeAt(i));
                    }
                    out.append('\n');
                }
            }
        }
        return out.toString().strip();
    }

    @Override
    public void close() {
        engine.close();
    }
}
