package io.narthex.rules.slo;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The PromQL of an indicator: rates of all events and of bad ones over any window.
///
/// It extrapolates, as PromQL does, so it is good for alerts; the account counts exactly.
///
/// @param total selector of all events' counters
/// @param counted selector of the bad or the good events' counters
/// @param countsBad whether those are the bad ones
/// @param lazy whether those counters may be missing until they count something; a missing bucket
///     is a mistake instead, and must not make every request a slow one
///
/// Thread safety: immutable.
record EventQueries(String total, String counted, boolean countsBad, boolean lazy) {
    /// @param bounds the bucket bounds next to a latency's threshold; null if they are not known,
    ///     then the threshold is taken for one
    static EventQueries of(Indicator indicator, @Nullable Bounds bounds) {
        return switch (indicator) {
            case Indicator.Counted c ->
                    new EventQueries(c.total().text(), c.counted().text(), c.countsBad(), true);
            case Indicator.Latency latency -> {
                double bound =
                        bounds != null && Double.isFinite(bounds.lower())
                                ? bounds.lower()
                                : latency.threshold();
                yield new EventQueries(
                        buckets(latency, LabelMatcher.equal(Labels.BUCKET, "+Inf")),
                        buckets(latency, spelled(bound)),
                        false,
                        false);
            }
        };
    }

    private static String buckets(Indicator.Latency latency, LabelMatcher bound) {
        List<LabelMatcher> matchers = new ArrayList<>(latency.matchers());
        matchers.add(bound);
        return latency.metric()
                + matchers.stream()
                        .map(LabelMatcher::toString)
                        .collect(Collectors.joining(",", "_bucket{", "}"));
    }

    /// A bound as Go's clients write it, and as others do: `1` and `1.0`.
    private static LabelMatcher spelled(double bound) {
        String text = Double.toString(bound);
        if (!text.endsWith(".0")) {
            return LabelMatcher.equal(Labels.BUCKET, text);
        }
        String whole = text.substring(0, text.length() - 2);
        return new LabelMatcher(
                LabelMatcher.Type.REGEX, Labels.BUCKET, whole + "|" + whole + "\\.0");
    }

    /// All events per second; nothing where there are no counters.
    String totalRate(String window) {
        return "sum(rate(%s[%s]))".formatted(total, window);
    }

    /// Bad events per second; nothing where there are no counters of all events.
    String badRate(String window) {
        return countsBad
                ? countedRate(window) + " and " + totalRate(window)
                : totalRate(window) + " - " + countedRate(window);
    }

    /// The share of bad events; nothing while there are no events.
    String badRatio(String window) {
        String share = countedRate(window) + " / (" + totalRate(window) + " > 0)";
        return countsBad ? share : "1 - " + share;
    }

    private String countedRate(String window) {
        String rate = "sum(rate(%s[%s]))".formatted(counted, window);
        return lazy ? "(" + rate + " or vector(0))" : rate;
    }
}
