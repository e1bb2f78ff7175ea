package io.narthex.server;

import io.narthex.http.TargetsView;
import io.narthex.scrape.Scraper;
import io.narthex.scrape.TargetStatus;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// The scraper's targets, as the API shows them.
///
/// Thread safety: safe for concurrent calls.
record ScrapedTargets(Scraper scraper) implements TargetsView {
    @Override
    public List<ActiveTarget> active() {
        return scraper.activeTargets().stream().map(ScrapedTargets::active).toList();
    }

    private static ActiveTarget active(TargetStatus t) {
        return new ActiveTarget(
                t.discoveredLabels(),
                t.labels(),
                t.scrapePool(),
                t.scrapeUrl(),
                t.globalUrl(),
                t.lastError(),
                t.problem().code(),
                t.lastScrape(),
                t.lastScrapeDuration(),
                t.health().text(),
                t.interval(),
                t.timeout());
    }

    @Override
    public List<DroppedTarget> dropped() {
        return scraper.droppedTargets().stream()
                .map(t -> new DroppedTarget(t.discoveredLabels(), t.scrapePool()))
                .toList();
    }

    @Override
    public Map<String, Integer> droppedCounts() {
        return scraper.droppedCounts();
    }

    @Override
    public List<TargetMetadata> metadata(@Nullable String metric) {
        return scraper.metadata(metric).stream()
                .map(t -> new TargetMetadata(t.target(), t.metrics()))
                .toList();
    }
}
