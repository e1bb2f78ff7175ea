package io.narthex.server.config;

import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.NameScheme;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.TargetGroup;
import io.narthex.scrape.discover.GroupsYaml;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads an entry of `scrape_configs`.
///
/// Thread safety: stateless.
final class ScrapeConfigReader {
    static final Key SCHEME =
            Key.word("scheme", "http", "how addresses are asked", List.of("http", "https"));

    static final Key FAILURE_LOG =
            Key.text("scrape_failure_log_file", "gets a line of JSON for each scrape that failed");

    static final Key EXTRA_METRICS =
            Key.flag(
                    "extra_scrape_metrics",
                    false,
                    "whether scrapes report their limits too;"
                            + " `--enable-feature=extra-scrape-metrics` makes it the default");

    static final Key GROUPS =
            Key.blocks("static_configs", GroupsYaml.KEYS, "targets that the file itself names");

    /// What a job may have.
    static final KeyTable KEYS =
            KeyTable.of(
                            "scrape_configs",
                            Key.text("job_name", "the job's name, of no other job; required"),
                            Key.of(
                                    "scrape_interval",
                                    KeyType.DURATION,
                                    "",
                                    "how often its targets are scraped; as in `global`"),
                            Key.of(
                                    "scrape_timeout",
                                    KeyType.DURATION,
                                    "",
                                    "the longest scrape; as in `global`"),
                            Key.of("metrics_path", KeyType.TEXT, "/metrics", "the path of the URL"),
                            SCHEME,
                            Key.of("params", KeyType.TEXTS_BY_NAME, "", "parameters of the URL"),
                            Key.flag("enable_compression", true, "whether gzip is asked for"),
                            Key.flag(
                                    "honor_labels",
                                    false,
                                    "labels of a scraped series win over those of its target, which"
                                            + " are otherwise kept as `exported_…`"),
                            Key.flag(
                                    "honor_timestamps",
                                    true,
                                    "times that a target tells are stored"),
                            Key.flag(
                                    "track_timestamps_staleness",
                                    false,
                                    "series with such times end too, when they are gone"),
                            Key.word(
                                    "fallback_scrape_protocol",
                                    "",
                                    "the format of an answer whose `Content-Type` says nothing",
                                    ProtocolsReader.NAMES),
                            Key.blocks(
                                    "relabel_configs",
                                    RelabelReader.KEYS,
                                    "rules that choose targets and change their labels"),
                            Key.blocks(
                                    "metric_relabel_configs",
                                    RelabelReader.KEYS,
                                    "the same for scraped series"),
                            GROUPS,
                            FAILURE_LOG,
                            EXTRA_METRICS)
                    .with(DiscoveryReader.KEYS)
                    .with(HttpClientReader.KEYS)
                    .with(ProtocolsReader.KEYS)
                    .with(HistogramsReader.SHARED_KEYS)
                    .with(HistogramsReader.KEYS)
                    .with(LimitsReader.KEYS)
                    .with(NameSchemes.KEYS);

    private ScrapeConfigReader() {}

    static ScrapeConfig read(YamlMapping job, GlobalConfig global) {
        String[] name = {""};
        job.text("job_name", s -> name[0] = s);
        if (name[0].isEmpty()) {
            throw job.place().error("job_name is empty; each job needs a name of its own");
        }
        ScrapeConfig.Builder builder = ScrapeConfig.builder(name[0]);
        times(job, global, builder);
        requests(job, builder);
        samples(job, global, builder);
        NameScheme names = NameSchemes.read(job, global.names());
        builder.names(names);
        boolean legacy = names.legacy();
        List<RelabelRule> rules = RelabelReader.read(job, "relabel_configs", legacy);
        builder.relabelRules(rules);
        builder.metricRelabelRules(RelabelReader.read(job, "metric_relabel_configs", legacy));
        builder.targetGroups(targetGroups(job, rules.isEmpty()));
        builder.discovery(DiscoveryReader.read(job));
        builder.failureLog(failureLog(job, global.failureLog()));
        job.refuseTheRest();
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw job.place().error(e);
        }
    }

    /// A file seen from the folder of the configuration, or what is inherited.
    static @Nullable Path failureLog(YamlMapping block, @Nullable Path inherited) {
        @Nullable Path[] file = {inherited};
        block.text(
                "scrape_failure_log_file",
                text -> {
                    if (!text.isEmpty()) {
                        file[0] = Path.of(block.place().file()).resolveSibling(text);
                    }
                });
        return file[0];
    }

    private static void times(YamlMapping job, GlobalConfig global, ScrapeConfig.Builder builder) {
        Duration[] interval = {global.scrapeInterval()};
        job.duration("scrape_interval", d -> interval[0] = d.isZero() ? interval[0] : d);
        boolean shorter = interval[0].compareTo(global.scrapeTimeout()) < 0;
        Duration[] timeout = {shorter ? interval[0] : global.scrapeTimeout()};
        job.duration(
                "scrape_timeout",
                d -> {
                    if (d.compareTo(interval[0]) > 0) {
                        throw new IllegalArgumentException(
                                "scrape timeout greater than scrape interval");
                    }
                    timeout[0] = d.isZero() ? timeout[0] : d;
                });
        builder.interval(interval[0]).timeout(timeout[0]);
    }

    private static void requests(YamlMapping job, ScrapeConfig.Builder builder) {
        job.text("metrics_path", builder::metricsPath);
        job.text("scheme", s -> builder.scheme(scheme(s)));
        builder.params(job.textsByKey("params"));
        job.flag("enable_compression", builder::enableCompression);
        builder.http(HttpClientReader.read(job));
    }

    static String scheme(String scheme) {
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "unsupported scheme \"" + scheme + "\"; http or https");
        }
        return scheme;
    }

    private static void samples(
            YamlMapping job, GlobalConfig global, ScrapeConfig.Builder builder) {
        job.flag("honor_labels", builder::honorLabels);
        job.flag("honor_timestamps", builder::honorTimestamps);
        job.flag("track_timestamps_staleness", builder::trackTimestampsStaleness);
        builder.extraScrapeMetrics(global.extraScrapeMetrics());
        job.flag("extra_scrape_metrics", builder::extraScrapeMetrics);
        job.value("fallback_scrape_protocol", ProtocolsReader::protocol, builder::fallbackProtocol);
        HistogramScraping histograms = HistogramsReader.read(job, global.histograms());
        builder.histograms(histograms);
        builder.protocols(protocols(job, global, histograms.takesNative()));
        LimitsReader limits = new LimitsReader(global.limits());
        limits.read(job);
        builder.limits(limits.limits());
        builder.keepDroppedTargets(limits.keepDroppedTargets());
    }

    private static List<ScrapeProtocol> protocols(
            YamlMapping job, GlobalConfig global, boolean takesNative) {
        List<ScrapeProtocol> named = ProtocolsReader.read(job, global.protocols());
        if (named != null) {
            return named;
        }
        return takesNative ? ScrapeProtocol.PROTO_FIRST : ScrapeProtocol.DEFAULTS;
    }

    static List<TargetGroup> targetGroups(YamlMapping job, boolean addressesAreFinal) {
        List<TargetGroup> groups = new ArrayList<>();
        for (YamlMapping group : job.mappings("static_configs")) {
            List<String> targets = group.texts("targets");
            for (String target : targets) {
                if (addressesAreFinal && target.contains("/")) {
                    throw group.place("targets")
                            .error(
                                    "\""
                                            + target
                                            + "\" is not a valid hostname; write host:port, and the"
                                            + " rest as scheme and metrics_path");
                }
            }
            Labels labels = labels(group);
            group.refuseTheRest();
            groups.add(TargetGroup.ofAddresses(targets, labels, String.valueOf(groups.size())));
        }
        return groups;
    }

    private static Labels labels(YamlMapping group) {
        try {
            return Labels.of(group.textByKey("labels"));
        } catch (IllegalArgumentException e) {
            throw group.place("labels").error(e);
        }
    }
}
