package io.narthex.server.config;

import io.narthex.model.DurationText;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.rules.slo.EventSelector;
import io.narthex.rules.slo.Indicator;
import io.narthex.rules.slo.Slo;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlPlace;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the list `slos`.
///
/// ```yaml
/// slos:
///   - name: availability
///     objective: 99.9          # percent of good events
///     window: 30d              # the default
///     indicator:
///       total: requests_total{endpoint!="/metrics"}
///       bad: requests_total{endpoint!="/metrics",status_code=~"5.."}   # or good:
///     labels: {team: shop}
///     minimum_events: 100
///   - name: latency
///     indicator:
///       latency:
///         metric: request_duration_seconds{endpoint!="/metrics"}
///         threshold: 0.8         # seconds
///         ratio: 0.95            # the objective as a share
/// ```
final class SloReader {
    private static final Duration MONTH = Duration.ofDays(30);

    private static final KeyTable LATENCY_KEYS =
            KeyTable.of(
                    "latency",
                    Key.text("metric", "a selector of a histogram; required"),
                    Key.of("threshold", KeyType.NUMBER, "", "slower is bad, in seconds; required"),
                    Key.of("ratio", KeyType.NUMBER, "", "the objective as a share"));

    private static final KeyTable INDICATOR_KEYS =
            KeyTable.of(
                    "indicator",
                    Key.text("total", "a selector of the counters of all events"),
                    Key.text("bad", "a selector of those of bad ones"),
                    Key.text("good", "or of good ones instead"),
                    Key.block("latency", LATENCY_KEYS, "a histogram instead of the counters"));

    static final KeyTable KEYS =
            KeyTable.of(
                    "slos",
                    Key.text("name", "of no other objective; required"),
                    Key.of(
                            "objective",
                            KeyType.NUMBER,
                            "",
                            "per cent of good events; required, unless a latency has a ratio"),
                    Key.of("window", KeyType.DURATION, DurationText.format(MONTH), "over how long"),
                    Key.block("indicator", INDICATOR_KEYS, "what is counted; required"),
                    Key.of("labels", KeyType.TEXT_BY_NAME, "", "labels of its rules"),
                    Key.of(
                            "minimum_events",
                            KeyType.NUMBER,
                            "0",
                            "fewer within an alert's long window alert nobody"));

    private final YamlMapping slo;
    private final YamlMapping indicator;
    private @Nullable BigDecimal objective;

    private SloReader(YamlMapping slo) {
        this.slo = slo;
        this.indicator = slo.mapping("indicator");
    }

    /// The objectives of a configuration.
    static List<Slo> read(YamlMapping top) {
        List<Slo> slos = new ArrayList<>();
        Map<String, YamlPlace> names = new HashMap<>();
        for (YamlMapping entry : top.mappings("slos")) {
            Slo slo = new SloReader(entry).read();
            YamlPlace place = entry.place("name");
            YamlPlace before = names.putIfAbsent(slo.name(), place);
            if (before != null) {
                throw place.error("an SLO of this name is there already, on line " + before.line());
            }
            slos.add(slo);
        }
        return slos;
    }

    private Slo read() {
        String[] name = {""};
        Duration[] window = {MONTH};
        long[] minimum = {0};
        slo.text("name", text -> name[0] = text);
        slo.value("objective", BigDecimal::new, number -> objective = number);
        slo.duration("window", duration -> window[0] = duration);
        slo.number("minimum_events", number -> minimum[0] = number);
        Labels labels = Labels.of(slo.textByKey("labels"));
        Indicator counted = indicator();
        indicator.refuseTheRest();
        slo.refuseTheRest();
        if (objective == null) {
            throw slo.place().error("an SLO needs an objective, in percent: objective: 99.9");
        }
        try {
            return new Slo(name[0], objective, window[0], counted, labels, minimum[0]);
        } catch (IllegalArgumentException e) {
            throw slo.place().error(e);
        }
    }

    private Indicator indicator() {
        YamlMapping latency = indicator.mapping("latency");
        EventSelector total = selector("total");
        EventSelector bad = selector("bad");
        EventSelector good = selector("good");
        boolean isLatency = indicator.has("latency");
        if (isLatency && total == null && bad == null && good == null) {
            return latency(latency);
        }
        EventSelector counted = bad == null ? good : bad;
        if (isLatency || total == null || counted == null || (bad != null && good != null)) {
            throw slo.place("indicator")
                    .error("an indicator has total and either bad or good, or else latency");
        }
        return new Indicator.Counted(total, counted, bad != null);
    }

    private @Nullable EventSelector selector(String key) {
        EventSelector[] selector = new EventSelector[1];
        indicator.value(key, EventSelector::parse, parsed -> selector[0] = parsed);
        return selector[0];
    }

    private Indicator latency(YamlMapping latency) {
        EventSelector[] metric = new EventSelector[1];
        double[] threshold = {Double.NaN};
        latency.value("metric", EventSelector::parse, parsed -> metric[0] = parsed);
        latency.value("threshold", Double::valueOf, seconds -> threshold[0] = seconds);
        latency.value("ratio", SloReader::percent, percent -> objective = percent);
        latency.refuseTheRest();
        if (metric[0] == null || !(threshold[0] > 0)) {
            throw indicator
                    .place("latency")
                    .error("a latency has the metric of a histogram, and a threshold in seconds");
        }
        return histogram(metric[0], threshold[0], latency.place("metric"));
    }

    private static BigDecimal percent(String ratio) {
        return new BigDecimal(ratio).movePointRight(2);
    }

    private static Indicator histogram(EventSelector metric, double threshold, YamlPlace place) {
        String name = "";
        List<LabelMatcher> others = new ArrayList<>();
        for (LabelMatcher matcher : metric.matchers()) {
            boolean isName =
                    matcher.name().equals(Labels.NAME) && matcher.type() == LabelMatcher.Type.EQUAL;
            if (isName) {
                name = matcher.value();
            } else {
                others.add(matcher);
            }
        }
        if (name.isEmpty()) {
            throw place.error("a latency needs the histogram's name, not only labels");
        }
        String base = name.endsWith("_bucket") ? name.substring(0, name.length() - 7) : name;
        return new Indicator.Latency(base, others, threshold);
    }
}
