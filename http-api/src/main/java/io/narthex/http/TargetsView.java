package io.narthex.http;

import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `/api/v1/targets`, `/api/v1/metadata` and `/api/v1/targets/metadata` show.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface TargetsView {
    /// No target at all.
    TargetsView NONE =
            new TargetsView() {
                @Override
                public List<ActiveTarget> active() {
                    return List.of();
                }

                @Override
                public List<DroppedTarget> dropped() {
                    return List.of();
                }

                @Override
                public List<TargetMetadata> metadata(@Nullable String metric) {
                    return List.of();
                }
            };

    /// The targets that are scraped.
    List<ActiveTarget> active();

    /// The targets that relabelling dropped, or as many of them as are kept.
    List<DroppedTarget> dropped();

    /// All jobs, with how many targets relabelling dropped of each; no more than [#dropped] has
    /// where the view does not know better.
    default Map<String, Integer> droppedCounts() {
        Map<String, Integer> counts = new TreeMap<>();
        active().forEach(t -> counts.put(t.scrapePool(), 0));
        dropped().forEach(t -> counts.merge(t.scrapePool(), 1, Integer::sum));
        return counts;
    }

    /// Asks a target now and tells what is wrong with it. What is empty says nothing.
    ///
    /// @param scrapePool the job
    /// @param instance the target's label, or its address
    /// @param url what is asked
    /// @throws TargetDiagnosis.Refused if not one target is meant, or others are examined
    default TargetDiagnosis diagnose(String scrapePool, String instance, String url)
            throws TargetDiagnosis.Refused, InterruptedException {
        throw new TargetDiagnosis.Refused(
                TargetDiagnosis.Refused.Reason.NOT_FOUND, "there are no targets here");
    }

    /// What the active targets say about their metrics.
    ///
    /// @param metric only this metric; null for all
    List<TargetMetadata> metadata(@Nullable String metric);

    /// A target and how its last scrape went.
    ///
    /// @param globalUrl the URL with a local host name replaced by one that others can reach
    /// @param lastError empty where the last scrape went well
    /// @param problem the kind of the last error, such as `timeout`; empty where there is none
    /// @param lastScrape null before the first scrape
    /// @param health `up`, `down` or `unknown`
    record ActiveTarget(
            Labels discoveredLabels,
            Labels labels,
            String scrapePool,
            String scrapeUrl,
            String globalUrl,
            String lastError,
            String problem,
            @Nullable Instant lastScrape,
            Duration lastScrapeDuration,
            String health,
            Duration scrapeInterval,
            Duration scrapeTimeout) {}

    /// A target that relabelling dropped.
    record DroppedTarget(Labels discoveredLabels, String scrapePool) {}

    /// What one target says about its metrics.
    record TargetMetadata(Labels target, List<MetricMetadata> metrics) {}
}
