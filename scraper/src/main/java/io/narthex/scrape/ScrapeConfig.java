package io.narthex.scrape;

import io.narthex.client.HttpClientConfig;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.scrape.discover.DiscoveryConfig;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One entry of `scrape_configs`, with the global defaults already filled in.
///
/// Build one with [#builder], which knows the defaults.
///
/// @param jobName the job, unique among the configurations
/// @param interval `scrape_interval`
/// @param timeout `scrape_timeout`, at most the interval
/// @param metricsPath `metrics_path`
/// @param scheme `http` or `https`
/// @param params URL parameters; each name may have several values
/// @param honorLabels whether a scraped label wins over the target's
/// @param honorTimestamps whether timestamps of the exposition are used
/// @param trackTimestampsStaleness whether series with timestamps of their own get stale markers
/// @param enableCompression whether gzip is asked for
/// @param http how targets are asked
/// @param limits size limits
/// @param relabelRules `relabel_configs`, applied to targets
/// @param metricRelabelRules `metric_relabel_configs`, applied to series
/// @param targetGroups the targets that are known from the start
/// @param discovery where further targets come from
/// @param failureLog `scrape_failure_log_file`, where failed scrapes are told of, or null
/// @param keepDroppedTargets how many targets that relabelling dropped are shown; 0 for all
/// @param protocols `scrape_protocols`: the formats that targets are asked for, best first
/// @param fallbackProtocol the format where the Content-Type is missing or unknown, or null
/// @param extraScrapeMetrics whether the reports about limits and sizes are stored too
/// @param histograms which histograms are scraped, unless a target's labels say otherwise
/// @param names which names metrics and labels may have
///
/// Thread safety: immutable.
public record ScrapeConfig(
        String jobName,
        Duration interval,
        Duration timeout,
        String metricsPath,
        String scheme,
        Map<String, List<String>> params,
        boolean honorLabels,
        boolean honorTimestamps,
        boolean trackTimestampsStaleness,
        boolean enableCompression,
        HttpClientConfig http,
        ScrapeLimits limits,
        List<RelabelRule> relabelRules,
        List<RelabelRule> metricRelabelRules,
        List<TargetGroup> targetGroups,
        List<DiscoveryConfig> discovery,
        @Nullable Path failureLog,
        int keepDroppedTargets,
        List<ScrapeProtocol> protocols,
        @Nullable ScrapeProtocol fallbackProtocol,
        boolean extraScrapeMetrics,
        HistogramScraping histograms,
        NameScheme names) {

    /// Copies the collections and refuses what can't work.
    public ScrapeConfig {
        if (jobName.isEmpty()) {
            throw new IllegalArgumentException("job_name is empty");
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("scrape interval must be positive");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("scrape timeout must be positive");
        }
        if (timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "scrape timeout greater than scrape interval for scrape config with job name \""
                            + jobName
                            + "\"");
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("unsupported scheme \"" + scheme + "\"");
        }
        params = Map.copyOf(params);
        relabelRules = List.copyOf(relabelRules);
        metricRelabelRules = List.copyOf(metricRelabelRules);
        targetGroups = List.copyOf(targetGroups);
        discovery = List.copyOf(discovery);
        protocols = List.copyOf(protocols);
    }

    /// A builder with Prometheus' defaults.
    ///
    /// @param jobName the job's name, not empty
    public static Builder builder(String jobName) {
        return new Builder(jobName);
    }

    /// Collects the keys of a configuration; what is not set has its default.
    ///
    /// Thread safety: for one thread.
    public static final class Builder {
        private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

        private final String jobName;
        private Duration interval = DEFAULT_INTERVAL;
        private @Nullable Duration timeout;
        private String metricsPath = "/metrics";
        private String scheme = "http";
        private Map<String, List<String>> params = Map.of();
        private boolean honorLabels;
        private boolean honorTimestamps = true;
        private boolean trackTimestampsStaleness;
        private boolean enableCompression = true;
        private HttpClientConfig http = HttpClientConfig.DEFAULTS;
        private ScrapeLimits limits = ScrapeLimits.NONE;
        private List<RelabelRule> relabelRules = List.of();
        private List<RelabelRule> metricRelabelRules = List.of();
        private List<TargetGroup> targetGroups = List.of();
        private List<DiscoveryConfig> discovery = List.of();
        private @Nullable Path failureLog;
        private int keepDroppedTargets;
        private List<ScrapeProtocol> protocols = ScrapeProtocol.DEFAULTS;
        private @Nullable ScrapeProtocol fallbackProtocol;
        private boolean extraScrapeMetrics;
        private HistogramScraping histograms = HistogramScraping.NONE;
        private NameScheme names = NameScheme.UTF_8;

        private Builder(String jobName) {
            this.jobName = jobName;
        }

        /// Sets `scrape_interval`; default 1 minute.
        public Builder interval(Duration interval) {
            this.interval = interval;
            return this;
        }

        /// Sets `scrape_timeout`; default 10 s, or the interval where that is shorter.
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /// Sets `metrics_path`; default `/metrics`.
        public Builder metricsPath(String metricsPath) {
            this.metricsPath = metricsPath;
            return this;
        }

        /// Sets `scheme`; default `http`.
        public Builder scheme(String scheme) {
            this.scheme = scheme;
            return this;
        }

        /// Sets `params`; default none.
        public Builder params(Map<String, List<String>> params) {
            this.params = params;
            return this;
        }

        /// Sets `honor_labels`; default false.
        public Builder honorLabels(boolean honorLabels) {
            this.honorLabels = honorLabels;
            return this;
        }

        /// Sets `honor_timestamps`; default true.
        public Builder honorTimestamps(boolean honorTimestamps) {
            this.honorTimestamps = honorTimestamps;
            return this;
        }

        /// Sets `track_timestamps_staleness`; default false.
        public Builder trackTimestampsStaleness(boolean track) {
            this.trackTimestampsStaleness = track;
            return this;
        }

        /// Sets `enable_compression`; default true.
        public Builder enableCompression(boolean enableCompression) {
            this.enableCompression = enableCompression;
            return this;
        }

        /// Sets `follow_redirects`; default true.
        public Builder followRedirects(boolean followRedirects) {
            return http(http.withFollowRedirects(followRedirects));
        }

        /// Sets how targets are asked; default without passwords, following redirects.
        public Builder http(HttpClientConfig http) {
            this.http = http;
            return this;
        }

        /// Sets the limits; default none.
        public Builder limits(ScrapeLimits limits) {
            this.limits = limits;
            return this;
        }

        /// Sets `relabel_configs`; default none.
        public Builder relabelRules(List<RelabelRule> rules) {
            this.relabelRules = rules;
            return this;
        }

        /// Sets `metric_relabel_configs`; default none.
        public Builder metricRelabelRules(List<RelabelRule> rules) {
            this.metricRelabelRules = rules;
            return this;
        }

        /// Sets the targets that are known from the start; default none.
        public Builder targetGroups(List<TargetGroup> groups) {
            this.targetGroups = groups;
            return this;
        }

        /// Sets where further targets come from; default nowhere.
        public Builder discovery(List<DiscoveryConfig> discovery) {
            this.discovery = discovery;
            return this;
        }

        /// Sets `scrape_failure_log_file`; default none.
        public Builder failureLog(@Nullable Path file) {
            this.failureLog = file;
            return this;
        }

        /// Sets `keep_dropped_targets`; default all.
        public Builder keepDroppedTargets(int limit) {
            this.keepDroppedTargets = limit;
            return this;
        }

        /// Sets `scrape_protocols`; default [ScrapeProtocol#DEFAULTS].
        public Builder protocols(List<ScrapeProtocol> protocols) {
            this.protocols = protocols;
            return this;
        }

        /// Sets `fallback_scrape_protocol`; default none.
        public Builder fallbackProtocol(@Nullable ScrapeProtocol protocol) {
            this.fallbackProtocol = protocol;
            return this;
        }

        /// Sets `extra_scrape_metrics`; default false.
        public Builder extraScrapeMetrics(boolean extraScrapeMetrics) {
            this.extraScrapeMetrics = extraScrapeMetrics;
            return this;
        }

        /// Sets which histograms are scraped; default [HistogramScraping#NONE].
        public Builder histograms(HistogramScraping histograms) {
            this.histograms = histograms;
            return this;
        }

        /// Sets which names metrics and labels may have; default any UTF-8.
        public Builder names(NameScheme names) {
            this.names = names;
            return this;
        }

        /// The configuration.
        ///
        /// @throws IllegalArgumentException if it can't work, with the reason
        public ScrapeConfig build() {
            Duration defaultTimeout =
                    interval.compareTo(DEFAULT_TIMEOUT) < 0 ? interval : DEFAULT_TIMEOUT;
            return new ScrapeConfig(
                    jobName,
                    interval,
                    Objects.requireNonNullElse(timeout, defaultTimeout),
                    metricsPath,
                    scheme,
                    params,
                    honorLabels,
                    honorTimestamps,
                    trackTimestampsStaleness,
                    enableCompression,
                    http,
                    limits,
                    relabelRules,
                    metricRelabelRules,
                    targetGroups,
                    discovery,
                    failureLog,
                    keepDroppedTargets,
                    protocols,
                    fallbackProtocol,
                    extraScrapeMetrics,
                    histograms,
                    names);
        }
    }
}
