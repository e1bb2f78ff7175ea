package io.narthex.server.metrics;

import io.narthex.http.Content;
import io.narthex.http.HttpStats;
import io.narthex.http.SelfMetrics;
import io.narthex.http.StatusView;
import io.narthex.promql.EngineLoad;
import io.narthex.remote.RemoteReadStats;
import io.narthex.remote.RemoteWriteStats;
import io.narthex.remote.otlp.OtlpStats;
import io.narthex.rules.RuleGroupStats;
import io.narthex.rules.RuleTimings;
import io.narthex.rules.deliver.DeliveryStats;
import io.narthex.rules.notify.NotifierStats;
import io.narthex.rules.notify.SendTimings;
import io.narthex.scrape.ScraperStats;
import io.narthex.scrape.discover.DiscoveryCounters;
import io.narthex.scrape.discover.DiscoveryStats;
import io.narthex.server.ReloadStatus;
import io.narthex.tsdb.Tsdb;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/// All metrics of the process, for its `/metrics`.
///
/// Thread safety: safe for concurrent calls.
public final class OwnMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    /// Metrics of the virtual machine, the store and the scraper.
    public OwnMetrics(StatusView.BuildInfo build, Tsdb store, Supplier<ScraperStats> scraper) {
        VirtualMachineMetrics.register(registry);
        registry.register(new BuildMetrics(build));
        registry.register(new StoreMetrics(store));
        registry.register(new ScrapeMetrics(scraper));
    }

    /// Adds the metrics of service discovery.
    public void watchDiscovery(
            Supplier<DiscoveryCounters.Sums> sums, Supplier<List<DiscoveryStats>> discoveries) {
        registry.register(new DiscoveryMetrics(sums, discoveries));
    }

    /// Adds the metrics of the HTTP server, once it runs.
    public void watch(Supplier<HttpStats> http) {
        registry.register(new HttpMetrics(http));
    }

    /// Adds the metrics of queries, those of rules not included.
    public void watchQueries(Supplier<EngineLoad> load) {
        registry.register(new QueryMetrics(load));
    }

    /// Adds the durations of rules.
    ///
    /// @return who is to hear of them
    public RuleTimings ruleTimings() {
        return new RuleMetrics(registry);
    }

    /// Adds the metrics of groups of rules.
    public void watchRules(Supplier<List<RuleGroupStats>> groups) {
        registry.register(RuleMetrics.groups(groups));
    }

    /// Adds the latency of what is sent to Alertmanagers.
    ///
    /// @return who is to hear of it
    public SendTimings sendTimings() {
        return new NotificationMetrics(registry);
    }

    /// Adds the metrics of Alertmanagers and of receivers.
    public void watchNotifications(
            Supplier<NotifierStats> alertmanagers, Supplier<List<DeliveryStats>> receivers) {
        registry.register(NotificationMetrics.alertmanagers(alertmanagers));
        registry.register(new DeliveryMetrics(receivers));
    }

    /// Adds the metrics of loading the configuration.
    public void watchConfiguration(Supplier<ReloadStatus> status) {
        registry.register(new ReloadMetrics(status));
    }

    /// Shows what other servers read.
    public void watchRemoteRead(Supplier<RemoteReadStats> reads) {
        registry.register(new RemoteReadMetrics(reads));
    }

    /// Adds the metrics of the remote write receiver.
    public void watchRemoteWrite(Supplier<RemoteWriteStats> receiver) {
        registry.register(new RemoteWriteMetrics(receiver));
    }

    /// Adds the metrics of the OTLP receiver.
    public void watchOtlp(Supplier<OtlpStats> receiver) {
        registry.register(new OtlpMetrics(receiver));
    }

    /// All metrics one by one.
    public List<SelfMetrics.Family> families() {
        return MetricFamilies.of(registry.scrape());
    }

    /// All metrics in the format that the client likes best.
    ///
    /// @param accept the `Accept` header, or null
    public Content render(@Nullable String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Content(writer.getContentType(), out.toByteArray());
    }
}
