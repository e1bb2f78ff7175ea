package io.narthex.server.config;

import io.narthex.model.DurationText;
import io.narthex.model.Labels;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.NameScheme;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `global` block: what jobs inherit.
///
/// @param scrapeInterval how often targets are scraped
/// @param scrapeTimeout longest scrape
/// @param evaluationInterval how often rules are evaluated
/// @param ruleQueryOffset how far in the past rules look
/// @param limits limits of scrapes by key, 0 for none
/// @param extraScrapeMetrics whether scrapes report their limits too
/// @param protocols the formats that targets are asked for; null where jobs choose by themselves
/// @param queryLog where queries are logged, as the file has it; empty for nowhere
/// @param histograms which histograms are scraped
/// @param failureLog where failed scrapes are told of, or null
/// @param names which names metrics and labels may have
record GlobalConfig(
        Duration scrapeInterval,
        Duration scrapeTimeout,
        Duration evaluationInterval,
        Duration ruleQueryOffset,
        Labels externalLabels,
        LimitsReader limits,
        boolean extraScrapeMetrics,
        @Nullable List<ScrapeProtocol> protocols,
        String queryLog,
        HistogramScraping histograms,
        @Nullable Path failureLog,
        NameScheme names) {
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:\\$|([A-Za-z_][A-Za-z0-9_]*)|\\{([^}]*)\\})");

    static final KeyTable KEYS =
            KeyTable.of(
                            "global",
                            Key.of(
                                    "scrape_interval",
                                    KeyType.DURATION,
                                    DurationText.format(DEFAULT_INTERVAL),
                                    "how often targets are scraped"),
                            Key.of(
                                    "scrape_timeout",
                                    KeyType.DURATION,
                                    DurationText.format(DEFAULT_TIMEOUT),
                                    "the longest scrape; no longer than the interval, which it is"
                                            + " where that is shorter"),
                            Key.of(
                                    "evaluation_interval",
                                    KeyType.DURATION,
                                    DurationText.format(DEFAULT_INTERVAL),
                                    "how often rules are evaluated"),
                            Key.of(
                                    "rule_query_offset",
                                    KeyType.DURATION,
                                    "0s",
                                    "how far in the past rules look"),
                            Key.of(
                                    "external_labels",
                                    KeyType.TEXT_BY_NAME,
                                    "",
                                    "what tells this server from others; `$NAME` and `${NAME}` are"
                                            + " variables of the environment, `$$` is a dollar"),
                            Key.text("query_log_file", "where queries are logged"),
                            ScrapeConfigReader.FAILURE_LOG,
                            ScrapeConfigReader.EXTRA_METRICS)
                    .with(ProtocolsReader.KEYS)
                    .with(HistogramsReader.SHARED_KEYS)
                    .with(LimitsReader.KEYS)
                    .with(NameSchemes.KEYS);

    /// What the block holds while it is read.
    private static final class Draft {
        Duration interval = DEFAULT_INTERVAL;
        @Nullable Duration timeout;
        Duration evaluationInterval = DEFAULT_INTERVAL;
        Duration ruleQueryOffset = Duration.ZERO;
        boolean extraScrapeMetrics;
        String queryLog = "";
    }

    /// @param defaults of keys that it does not have
    static GlobalConfig read(
            YamlMapping global,
            UnaryOperator<@Nullable String> environment,
            ConfigDefaults defaults) {
        Draft draft = new Draft();
        draft.extraScrapeMetrics = defaults.extraScrapeMetrics();
        global.duration("scrape_interval", d -> draft.interval = d.isZero() ? DEFAULT_INTERVAL : d);
        global.duration("scrape_timeout", d -> draft.timeout = d.isZero() ? null : d);
        global.duration(
                "evaluation_interval",
                d -> draft.evaluationInterval = d.isZero() ? DEFAULT_INTERVAL : d);
        global.duration("rule_query_offset", d -> draft.ruleQueryOffset = d);
        global.flag("extra_scrape_metrics", b -> draft.extraScrapeMetrics = b);
        List<ScrapeProtocol> protocols =
                ProtocolsReader.read(
                        global, defaults.protoFirst() ? ScrapeProtocol.PROTO_FIRST : null);
        HistogramScraping histograms = HistogramsReader.inherited(global, HistogramScraping.NONE);
        LimitsReader limits = new LimitsReader();
        limits.read(global);
        global.text("query_log_file", file -> draft.queryLog = file);
        Path failureLog = ScrapeConfigReader.failureLog(global, null);
        NameScheme names = NameSchemes.read(global, NameScheme.UTF_8);
        Labels external = externalLabels(global, environment, names.legacy());
        global.refuseTheRest();
        return new GlobalConfig(
                draft.interval,
                timeout(global, draft),
                draft.evaluationInterval,
                draft.ruleQueryOffset,
                external,
                limits,
                draft.extraScrapeMetrics,
                protocols,
                draft.queryLog,
                histograms,
                failureLog,
                names);
    }

    private static Duration timeout(YamlMapping global, Draft draft) {
        Duration timeout = draft.timeout;
        if (timeout == null) {
            boolean shorter = draft.interval.compareTo(DEFAULT_TIMEOUT) < 0;
            return shorter ? draft.interval : DEFAULT_TIMEOUT;
        }
        if (timeout.compareTo(draft.interval) > 0) {
            throw global.place("scrape_timeout")
                    .error("global scrape timeout greater than scrape interval");
        }
        return timeout;
    }

    private static Labels externalLabels(
            YamlMapping global, UnaryOperator<@Nullable String> environment, boolean legacy) {
        Map<String, String> labels = new LinkedHashMap<>();
        global.textByKey("external_labels")
                .forEach((name, value) -> labels.put(name, expand(value, environment)));
        for (String name : labels.keySet()) {
            if (legacy && !NameSchemes.isLegacyLabel(name)) {
                throw global.place("external_labels")
                        .error(
                                "\""
                                        + name
                                        + "\" is not a valid label name with"
                                        + " metric_name_validation_scheme legacy");
            }
        }
        try {
            return Labels.of(labels);
        } catch (IllegalArgumentException e) {
            throw global.place("external_labels").error(e);
        }
    }

    /// Replaces `$NAME` and `${NAME}`; `$$` is a dollar sign, an unset variable is empty.
    private static String expand(String value, UnaryOperator<@Nullable String> environment) {
        return VARIABLE.matcher(value)
                .replaceAll(
                        m ->
                                Matcher.quoteReplacement(
                                        variable(m.group(1), m.group(2), environment)));
    }

    private static String variable(
            @Nullable String plain,
            @Nullable String braced,
            UnaryOperator<@Nullable String> environment) {
        String name = plain == null ? braced : plain;
        if (name == null) {
            return "$";
        }
        String found = environment.apply(name);
        return found == null ? "" : found;
    }
}
