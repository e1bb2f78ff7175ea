package io.narthex.http.api;

import io.narthex.http.TargetsView;
import io.narthex.http.security.Scope;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The targets whose labels a scope accepts. What was discovered of them is not shown, since labels
/// may have been others before relabelling; nor are dropped targets, which have no labels.
///
/// @param whole all targets
/// @param scope what may be seen
///
/// Thread safety: safe for concurrent calls.
record ScopedTargets(TargetsView whole, Scope scope) implements TargetsView {
    private boolean accepts(Labels labels) {
        return LabelMatcher.matchesAll(scope.matchers(), labels);
    }

    @Override
    public List<ActiveTarget> active() {
        return whole.active().stream()
                .filter(t -> accepts(t.labels()))
                .map(ScopedTargets::bare)
                .toList();
    }

    private static ActiveTarget bare(ActiveTarget t) {
        return new ActiveTarget(
                t.labels(),
                t.labels(),
                t.scrapePool(),
                t.scrapeUrl(),
                t.globalUrl(),
                t.lastError(),
                t.problem(),
                t.lastScrape(),
                t.lastScrapeDuration(),
                t.health(),
                t.scrapeInterval(),
                t.scrapeTimeout());
    }

    @Override
    public List<DroppedTarget> dropped() {
        return List.of();
    }

    @Override
    public List<TargetMetadata> metadata(@Nullable String metric) {
        return whole.metadata(metric).stream().filter(t -> accepts(t.target())).toList();
    }
}
