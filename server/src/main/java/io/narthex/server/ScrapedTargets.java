package io.narthex.server;

import io.narthex.http.TargetDiagnosis;
import io.narthex.http.TargetsView;
import io.narthex.scrape.Scraper;
import io.narthex.scrape.TargetStatus;
import io.narthex.scrape.doctor.Diagnosis;
import io.narthex.scrape.doctor.DiagnosisException;
import io.narthex.scrape.doctor.TargetChoice;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
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
    public TargetDiagnosis diagnose(String scrapePool, String instance, String url)
            throws TargetDiagnosis.Refused, InterruptedException {
        try {
            return diagnosis(scraper.diagnose(new TargetChoice(scrapePool, instance, url)));
        } catch (DiagnosisException e) {
            throw new TargetDiagnosis.Refused(
                    switch (e.reason()) {
                        case NONE -> TargetDiagnosis.Refused.Reason.NOT_FOUND;
                        case SEVERAL -> TargetDiagnosis.Refused.Reason.AMBIGUOUS;
                        case BUSY -> TargetDiagnosis.Refused.Reason.BUSY;
                    },
                    String.valueOf(e.getMessage()));
        }
    }

    private static TargetDiagnosis diagnosis(Diagnosis d) {
        Diagnosis.Answer answer = d.answer();
        return new TargetDiagnosis(
                d.scrapePool(),
                d.labels(),
                d.url(),
                d.host(),
                d.isHealthy(),
                answer == null
                        ? null
                        : new TargetDiagnosis.Answer(
                                answer.status(),
                                answer.contentType(),
                                answer.contentEncoding(),
                                answer.bytes(),
                                answer.url()),
                d.times(),
                d.samples(),
                d.visits(),
                d.findings().stream()
                        .map(
                                f ->
                                        new TargetDiagnosis.Finding(
                                                f.problem().code(),
                                                f.severity().name().toLowerCase(Locale.ROOT),
                                                f.text(),
                                                f.remedy()))
                        .toList());
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
