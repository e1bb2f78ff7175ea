package io.narthex.server.ruletest;

import io.narthex.model.DurationText;
import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.model.number.GoText;
import io.narthex.promql.Value.VectorSample;
import io.narthex.promql.test.InputSeries;
import io.narthex.server.ruletest.RuleTestFile.QueryCase;
import io.narthex.server.ruletest.RuleTestFile.Sample;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Compares the result of a query with the samples expected, in any order. Floats are equal or not;
/// NaN never is, as in promtool.
///
/// @param fuzzy whether neighbouring floats are equal too
///
/// Thread safety: immutable.
record SampleCheck(boolean fuzzy) {
    /// A sample as it is compared.
    ///
    /// @param histogram empty where the value counts
    private record Parsed(Labels labels, double value, String histogram) {
        @Override
        public String toString() {
            String shown = histogram.isEmpty() ? GoText.exponential(value) : histogram;
            return LabelsText.braced(labels) + " " + shown;
        }
    }

    /// The failure's text, as promtool prints it; null where all is as expected.
    @Nullable String failure(QueryCase query, List<VectorSample> result) {
        List<Parsed> expected = new ArrayList<>();
        for (Sample sample : query.expected()) {
            try {
                expected.add(parsed(sample));
            } catch (IllegalArgumentException e) {
                return failure(
                        query,
                        "labels " + LabelsText.quote(sample.labels()) + ": " + e.getMessage());
            }
        }
        List<Parsed> got =
                result.stream()
                        .map(
                                s ->
                                        new Parsed(
                                                s.labels(),
                                                s.histogram() == null ? s.value() : 0,
                                                s.histogram() == null
                                                        ? ""
                                                        : InputSeries.text(s.histogram())))
                        .sorted(Comparator.comparing(Parsed::labels))
                        .toList();
        expected.sort(Comparator.comparing(Parsed::labels));
        if (same(expected, got)) {
            return null;
        }
        return "    expr: %s, time: %s,\n        exp: %s\n        got: %s"
                .formatted(
                        LabelsText.quote(query.query()),
                        DurationText.format(query.time()),
                        text(expected),
                        text(got));
    }

    /// The text for a query that can't be asked, or whose expectation is none.
    static String failure(QueryCase query, String reason) {
        return "    expr: %s, time: %s, err: %s"
                .formatted(
                        LabelsText.quote(query.query()), DurationText.format(query.time()), reason);
    }

    private static Parsed parsed(Sample sample) {
        String histogram =
                sample.histogram().isEmpty()
                        ? ""
                        : InputSeries.text(InputSeries.histogram(sample.histogram()));
        return new Parsed(InputSeries.labels(sample.labels()), sample.value(), histogram);
    }

    private boolean same(List<Parsed> expected, List<Parsed> got) {
        if (expected.size() != got.size()) {
            return false;
        }
        for (int i = 0; i < got.size(); i++) {
            Parsed a = expected.get(i);
            Parsed b = got.get(i);
            if (!a.labels.equals(b.labels)
                    || !a.histogram.equals(b.histogram)
                    || !same(a.value, b.value)) {
                return false;
            }
        }
        return true;
    }

    private boolean same(double a, double b) {
        return a == b || fuzzy && (Math.nextDown(a) == b || Math.nextUp(a) == b);
    }

    private static String text(List<Parsed> samples) {
        return samples.isEmpty()
                ? "nil"
                : samples.stream().map(Parsed::toString).collect(Collectors.joining(", "));
    }
}
