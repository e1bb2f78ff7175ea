package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Queryable;
import io.narthex.promql.plan.Optimizers;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Everything that a query answers, values to the last bit, to compare ways to evaluate it.
public final class Answers {
    private Answers() {}

    /// The default options with all syntax, some threads, and some optimizers switched off.
    public static EngineOptions options(int threads, Set<String> disabled) {
        return TestOptions.experimental(threads).withoutOptimizers(disabled);
    }

    /// Values, annotations, or the error.
    public static String of(EngineOptions options, Queryable store, QueryRequest request) {
        try (QueryEngine engine = new QueryEngine(options)) {
            QueryResult result = engine.prepare(request, store).run();
            StringBuilder out = new StringBuilder();
            switch (result.value()) {
                case Value.Scalar s -> add(out.append("scalar"), s.timestamp(), s.value());
                case Value.Text t -> out.append(t.value());
                case Value.Vector v ->
                        v.samples()
                                .forEach(
                                        s -> {
                                            out.append('\n').append(s.labels());
                                            add(out, 0, s.value());
                                            out.append(s.histogram());
                                        });
                case Value.Matrix m -> m.rows().forEach(row -> add(out, row));
            }
            return out.append('\n').append(result.warnings()).append(result.infos()).toString();
        } catch (QueryException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    /// What the query costs.
    public static QueryStats stats(EngineOptions options, Queryable store, QueryRequest request) {
        try (QueryEngine engine = new QueryEngine(options)) {
            return engine.prepare(request, store).run().stats();
        }
    }

    private static void add(StringBuilder out, Value.MatrixRow row) {
        out.append('\n').append(row.labels());
        for (int i = 0; i < row.size(); i++) {
            add(out, row.timeAt(i), row.valueAt(i));
            out.append(row.histogramAt(i));
        }
    }

    private static void add(StringBuilder out, long time, double value) {
        out.append(' ').append(value).append('/');
        out.append(Long.toHexString(Double.doubleToLongBits(value))).append('@').append(time);
    }

    /// Checks that an optimizer, alone and beside all others, changes nothing of an answer.
    ///
    /// @return the answer
    public static String sameWithAndWithout(
            String optimizer, Queryable store, QueryRequest request) {
        Set<String> all = Set.copyOf(Optimizers.names());
        Set<String> others = new HashSet<>(all);
        others.remove(optimizer);
        String plain = of(options(1, all), store, request);
        for (Set<String> disabled : List.of(others, Set.of(optimizer), Set.<String>of())) {
            assertThat(of(options(2, disabled), store, request))
                    .as("%s without %s", request, disabled)
                    .isEqualTo(plain);
        }
        return plain;
    }
}
