package io.narthex.server.config;

import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.TargetGroup;
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
        List<RelabelRule> rules = RelabelReader.read(job, "relabel_configs");
        builder.relabelRules(rules);
        builder.metricRelabelRules(RelabelReader.read(job, "metric_relabel_configs"));
        builder.targetGroups(targetGroups(job, rules.isEmpty()));
        builder.discovery(DiscoveryReader.read(job));
        builder.failureLog(failureLog(job, global.failureLog()));
        builder.names(NameSchemes.read(job, global.names()));
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
