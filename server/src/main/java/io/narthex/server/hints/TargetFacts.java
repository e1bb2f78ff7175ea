package io.narthex.server.hints;

import io.narthex.http.TargetsView;
import io.narthex.http.TargetsView.TargetMetadata;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;
import io.narthex.model.MetricType;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// What the active targets say of their metrics, remembered for some seconds: thousands of targets
/// must not be asked for every query.
///
/// Thread safety: safe for concurrent calls; two may ask the targets at once, which does no harm.
final class TargetFacts implements ScrapedMetrics {
    /// Hints may be late by that; a dashboard's queries come together.
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// Answers of each kind that are remembered; what else is asked is looked up each time.
    private static final int KEPT_ANSWERS = 1000;

    /// The endings of series whose family is called without them.
    private static final List<String> SUFFIXES = List.of("_total", "_count", "_sum", "_bucket");

    private record Target(Labels labels, long intervalMillis) {
        /// Whether it may have series of a selector: a label that the target has, its series have.
        boolean mayExpose(List<LabelMatcher> matchers) {
            for (LabelMatcher m : matchers) {
                String value = labels.get(m.name());
                if (value != null && !m.matches(value)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// @param takenAt by the clock of nanoseconds
    /// @param longest interval in milliseconds
    /// @param counters whether a name is a counter's, for names that were asked for
    /// @param intervals by a selector's conditions, for selectors that were asked for
    private record Facts(
            long takenAt,
            List<Target> targets,
            long longest,
            Map<String, Boolean> counters,
            Map<List<LabelMatcher>, Long> intervals) {
        Facts(long takenAt, List<Target> targets) {
            this(
                    takenAt,
                    targets,
                    targets.stream().mapToLong(Target::intervalMillis).max().orElse(0),
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>());
        }
    }

    private final TargetsView view;
    private final LongSupplier nanoClock;
    private volatile @Nullable Facts latest;

    /// @param nanoClock such as `System::nanoTime`
    TargetFacts(TargetsView view, LongSupplier nanoClock) {
        this.view = view;
        this.nanoClock = nanoClock;
    }

    private Facts facts() {
        long now = nanoClock.getAsLong();
        Facts facts = latest;
        if (facts == null || now - facts.takenAt > FRESH_NANOS) {
            List<Target> targets =
                    view.active().stream()
                            .map(t -> new Target(t.labels(), t.scrapeInterval().toMillis()))
                            .toList();
            facts = new Facts(now, targets);
            latest = facts;
        }
        return facts;
    }

    @Override
    public boolean isCounter(String metric) {
        return remembered(facts().counters, metric, this::askWhetherCounter);
    }

    private static <K, V> V remembered(Map<K, V> answers, K question, Function<K, V> ask) {
        V known = answers.get(question);
        if (known != null) {
            return known;
        }
        V answer = ask.apply(question);
        if (answers.size() < KEPT_ANSWERS) {
            answers.put(question, answer);
        }
        return answer;
    }

    /// What is called `_total` is a counter unless its own metadata deny it; the parts of
    /// histograms and summaries need metadata, as many gauges are called `_count`.
    private boolean askWhetherCounter(String metric) {
        MetricType own = type(metric);
        if (own != MetricType.UNKNOWN) {
            return own == MetricType.COUNTER;
        }
        String suffix = suffix(metric);
        if (suffix.isEmpty() || suffix.equals("_total")) {
            return !suffix.isEmpty();
        }
        MetricType family = type(withoutSuffix(metric));
        return family == MetricType.HISTOGRAM
                || (family == MetricType.SUMMARY && !suffix.equals("_bucket"));
    }

    /// The type that all targets which name one agree on.
    private MetricType type(String family) {
        MetricType agreed = MetricType.UNKNOWN;
        for (TargetMetadata target : view.metadata(family)) {
            for (MetricMetadata m : target.metrics()) {
                if (m.type() != MetricType.UNKNOWN && m.type() != agreed) {
                    if (agreed != MetricType.UNKNOWN) {
                        return MetricType.UNKNOWN;
                    }
                    agreed = m.type();
                }
            }
        }
        return agreed;
    }

    private static String suffix(String metric) {
        for (String suffix : SUFFIXES) {
            if (metric.endsWith(suffix)) {
                return suffix;
            }
        }
        return "";
    }

    private static String withoutSuffix(String metric) {
        return metric.substring(0, metric.length() - suffix(metric).length());
    }

    @Override
    public long intervalMillis(SelectorUse use) {
        Facts facts = facts();
        return remembered(
                facts.intervals,
                use.selector().matchers(),
                matchers -> askForInterval(facts, use.metric(), matchers));
    }

    /// Where no target has metadata of the metric it may be from any of them, so it is the shortest
    /// interval then: less said, nothing wrong said.
    private long askForInterval(Facts facts, @Nullable String metric, List<LabelMatcher> matchers) {
        List<Target> targets =
                facts.targets.stream().filter(target -> target.mayExpose(matchers)).toList();
        Set<Labels> exposing = metric == null ? Set.of() : exposing(metric);
        long longest = 0;
        long shortest = targets.isEmpty() ? 0 : Long.MAX_VALUE;
        for (Target target : targets) {
            shortest = Math.min(shortest, target.intervalMillis);
            if (exposing.contains(target.labels)) {
                longest = Math.max(longest, target.intervalMillis);
            }
        }
        return longest > 0 ? longest : shortest;
    }

    private Set<Labels> exposing(String metric) {
        Set<Labels> targets = new HashSet<>();
        view.metadata(metric).forEach(m -> targets.add(m.target()));
        if (!suffix(metric).isEmpty()) {
            view.metadata(withoutSuffix(metric)).forEach(m -> targets.add(m.target()));
        }
        return targets;
    }

    @Override
    public long longestIntervalMillis() {
        return facts().longest;
    }
}
