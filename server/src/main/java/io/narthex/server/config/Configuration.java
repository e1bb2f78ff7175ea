package io.narthex.server.config;

import io.narthex.model.Labels;
import io.narthex.remote.otlp.OtlpConfig;
import io.narthex.rules.slo.Slo;
import io.narthex.scrape.ScrapeConfig;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A configuration file, read and checked, with the defaults filled in.
///
/// @param file as the user named it
/// @param yaml the whole of it as Prometheus shows it, secrets hidden
/// @param externalLabels labels that tell this server from others
/// @param scrapeConfigs the jobs
/// @param shownJobs how each job is shown, by its name, secrets hidden
/// @param storage the block `storage`
/// @param slos service level objectives
/// @param rules which rules there are, and when they are evaluated
/// @param alerting to which Alertmanagers alerts are sent
/// @param notifications which people are told of alerts
/// @param otlp how OTLP becomes series
/// @param queryLog where queries are logged; null for nowhere
///
/// Thread safety: immutable.
public record Configuration(
        String file,
        String yaml,
        Labels externalLabels,
        List<ScrapeConfig> scrapeConfigs,
        Map<String, String> shownJobs,
        StorageConfig storage,
        List<Slo> slos,
        RulesConfig rules,
        AlertingConfig alerting,
        NotificationConfig notifications,
        OtlpConfig otlp,
        @Nullable Path queryLog) {
    /// Copies the collections.
    public Configuration {
        scrapeConfigs = List.copyOf(scrapeConfigs);
        shownJobs = Map.copyOf(shownJobs);
        slos = List.copyOf(slos);
    }

    /// The configuration of an empty file.
    public static Configuration empty() {
        return new Configuration(
                "",
                "",
                Labels.empty(),
                List.of(),
                Map.of(),
                StorageConfig.DEFAULTS,
                List.of(),
                RulesConfig.DEFAULTS,
                AlertingConfig.NONE,
                NotificationConfig.NONE,
                OtlpConfig.DEFAULTS,
                null);
    }
}
