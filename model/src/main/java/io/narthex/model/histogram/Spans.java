package io.narthex.model.histogram;

import io.narthex.model.histogram.Buckets.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Runs of buckets.
///
/// Thread safety: stateless.
final class Spans {
    private Spans() {}

    /// The fewest spans that hold buckets.
    ///
    /// @param indexes strictly ascending
    static List<Span> of(int[] indexes) {
        List<Span> spans = new ArrayList<>();
        int next = 0;
        for (int from = 0; from < indexes.length; ) {
            int to = from + 1;
            while (to < indexes.length && indexes[to] == indexes[to - 1] + 1) {
                to++;
            }
            spans.add(new Span(indexes[from] - next, to - from));
            next = indexes[to - 1] + 1;
            from = to;
        }
        return spans;
    }

    /// The same buckets without empty spans and without spans that touch.
    static List<Span> joined(List<Span> spans) {
        List<Span> joined = new ArrayList<>();
        int gap = 0;
        for (Span span : spans) {
            gap += span.offset();
            if (span.length() == 0) {
                continue;
            }
            if (gap == 0 && !joined.isEmpty()) {
                Span before = joined.removeLast();
                joined.add(new Span(before.offset(), before.length() + span.length()));
            } else {
                joined.add(new Span(gap, span.length()));
            }
            gap = 0;
        }
        return joined;
    }

    /// The indexes of the buckets.
    ///
    /// @throws IllegalArgumentException if there are not as many as the spans say
    static int[] indexes(List<Span> spans, int buckets) {
        String problem = problem(spans, buckets);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        int[] indexes = new int[buckets];
        int n = 0;
        int next = 0;
        for (Span span : spans) {
            next += span.offset();
            for (int i = 0; i < span.length(); i++) {
                indexes[n++] = next++;
            }
        }
        return indexes;
    }

    /// What is wrong with spans, in Prometheus' words; null if nothing is. Lengths are unsigned.
    static @Nullable String problem(List<Span> spans, int buckets) {
        long need = 0;
        long end = 0;
        for (int n = 0; n < spans.size(); n++) {
            Span span = spans.get(n);
            if (n > 0 && span.offset() < 0) {
                return HistogramProblem.negativeOffset(n, span.offset());
            }
            need += Integer.toUnsignedLong(span.length());
            end += span.offset() + Integer.toUnsignedLong(span.length());
        }
        if (need != buckets) {
            return HistogramProblem.bucketsMismatch(need, buckets);
        }
        return end > Integer.MAX_VALUE ? "histogram has a bucket whose index is too large" : null;
    }

    /// What is wrong with custom bounds and the spans of their buckets, in Prometheus' words; null
    /// if nothing is.
    static @Nullable String problemOfCustom(double[] bounds, List<Span> spans, int buckets) {
        for (int i = 0; i < bounds.length; i++) {
            if (Double.isNaN(bounds[i])) {
                return "histogram custom bounds must not be NaN";
            }
            if (i > 0 && bounds[i] <= bounds[i - 1]) {
                return HistogramProblem.boundsFall(bounds[i - 1], bounds[i]);
            }
        }
        if (bounds.length > 0 && bounds[bounds.length - 1] == Double.POSITIVE_INFINITY) {
            return "last +Inf bound must not be explicitly defined:"
                    + " histogram custom bounds must be finite";
        }
        if (!spans.isEmpty() && spans.getFirst().offset() < 0) {
            return HistogramProblem.negativeOffset(0, spans.getFirst().offset());
        }
        String problem = problem(spans, buckets);
        if (problem != null) {
            return problem;
        }
        long reach =
                spans.stream()
                        .mapToLong(s -> s.offset() + Integer.toUnsignedLong(s.length()))
                        .sum();
        return bounds.length + 1 < reach
                ? HistogramProblem.tooFewBounds(bounds.length, reach)
                : null;
    }
}
