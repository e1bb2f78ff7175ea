package io.narthex.rules.slo;

import io.narthex.model.DurationText;
import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rules that alert when an error budget is spent too fast, written as a rule file: Prometheus
/// evaluates it as this server does.
///
/// An alert asks two windows, as the SRE Workbook's chapter "Alerting on SLOs" recommends: the long
/// one shows that much of the budget is gone, the short one that it still goes on. Shares over a
/// day and more are made of recorded sums of events, not of averaged shares.
///
/// Thread safety: immutable.
public final class BurnRateRules {
    /// @param factor budget spent within the long window, as a multiple of an even pace
    private record Pair(String factor, String longWindow, String shortWindow, String severity) {}

    private static final List<Pair> PAIRS =
            List.of(
                    new Pair("14.4", "1h", "5m", "page"),
                    new Pair("6", "6h", "30m", "page"),
                    new Pair("3", "1d", "2h", "ticket"),
                    new Pair("1", "3d", "6h", "ticket"));

    /// From this length on, a share is made of recorded sums.
    private static final Duration RECORDED = Duration.ofDays(1);

    private final Slo slo;
    private final EventQueries queries;
    private final StringBuilder out = new StringBuilder();

    private BurnRateRules(Slo slo, @Nullable Bounds bounds) {
        this.slo = slo;
        this.queries = EventQueries.of(slo.indicator(), bounds);
    }

    /// The rule file of some objectives, a group for each.
    ///
    /// @param bounds the bucket bounds next to a latency's threshold by the objective's name, where
    ///     they are known
    public static String yaml(List<Slo> slos, Map<String, Bounds> bounds) {
        StringBuilder all = new StringBuilder("groups:\n");
        for (Slo slo : slos) {
            all.append(new BurnRateRules(slo, bounds.get(slo.name())).group());
        }
        return slos.isEmpty() ? "groups: []\n" : all.toString();
    }

    private String group() {
        out.append("  - name: ").append(quoted("slo:" + slo.name())).append("\n    rules:\n");
        record("slo:events:rate5m", queries.totalRate("5m"));
        record("slo:bad_events:rate5m", queries.badRate("5m"));
        TreeMap<Duration, String> ratios = new TreeMap<>();
        TreeMap<Duration, String> counts = new TreeMap<>();
        for (Pair pair : pairs()) {
            ratios.put(length(pair.shortWindow), pair.shortWindow);
            ratios.put(length(pair.longWindow), pair.longWindow);
            counts.put(length(pair.longWindow), pair.longWindow);
        }
        ratios.forEach((length, window) -> record(ratioName(window), ratio(length, window)));
        counts.forEach((length, window) -> record(countName(window), count(length)));
        pairs().forEach(this::alert);
        return out.toString();
    }

    /// Windows as long as the objective's own say nothing more than the budget itself.
    private List<Pair> pairs() {
        return PAIRS.stream()
                .filter(pair -> length(pair.longWindow).compareTo(slo.window()) < 0)
                .toList();
    }

    private static Duration length(String window) {
        return DurationText.parse(window);
    }

    private static String ratioName(String window) {
        return "slo:bad_ratio:rate" + window;
    }

    private static String countName(String window) {
        return "slo:events:increase" + window;
    }

    private String ratio(Duration length, String window) {
        return length.compareTo(RECORDED) < 0
                ? queries.badRatio(window)
                : "sum_over_time(%s[%s]) / (sum_over_time(%s[%2$s]) > 0)"
                        .formatted(own("slo:bad_events:rate5m"), window, own("slo:events:rate5m"));
    }

    private String count(Duration length) {
        return "avg_over_time(%s[%s]) * %d"
                .formatted(
                        own("slo:events:rate5m"), DurationText.format(length), length.toSeconds());
    }

    /// A series that this group records.
    private String own(String name) {
        return name + "{slo=\"" + slo.name() + "\"}";
    }

    private void record(String name, String expr) {
        out.append("      - record: ").append(name).append('\n');
        expr(expr);
        labels(slo.labels());
    }

    private void alert(Pair pair) {
        String limit = " > " + pair.factor + " * " + slo.budget();
        String expr =
                own(ratioName(pair.longWindow))
                        + limit
                        + "\nand "
                        + own(ratioName(pair.shortWindow))
                        + limit;
        if (slo.minimumEvents() > 0) {
            expr += "\nand " + own(countName(pair.longWindow)) + " >= " + slo.minimumEvents();
        }
        out.append("      - alert: SloBudgetBurn\n");
        expr(expr);
        labels(
                slo.labels().toBuilder()
                        .set("severity", pair.severity)
                        .set("burn_rate", pair.factor)
                        .set("window", pair.longWindow)
                        .build());
        out.append("        annotations:\n");
        text("summary", "The error budget of " + slo.name() + " is spent too fast.");
        text(
                "description",
                ("{{ $value | humanizePercentage }} of the events of the last %s were bad, more"
                                + " than %s times what %s%% over %s allow.")
                        .formatted(
                                pair.longWindow,
                                pair.factor,
                                slo.objective().toPlainString(),
                                DurationText.format(slo.window())));
    }

    private void expr(String expr) {
        out.append("        expr: |-\n");
        expr.lines().forEach(line -> out.append("          ").append(line).append('\n'));
    }

    private void labels(Labels labels) {
        out.append("        labels:\n");
        text("slo", slo.name());
        for (int i = 0; i < labels.size(); i++) {
            text(labels.name(i), labels.value(i));
        }
    }

    private void text(String key, String value) {
        out.append("          ").append(quoted(key)).append(": ").append(quoted(value));
        out.append('\n');
    }

    /// YAML's single quotes know one escape only.
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
