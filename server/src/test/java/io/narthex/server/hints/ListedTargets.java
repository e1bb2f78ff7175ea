package io.narthex.server.hints;

import io.narthex.http.TargetsView;
import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;
import io.narthex.model.MetricType;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Targets as a test lists them.
final class ListedTargets implements TargetsView {
    private final List<Target> targets = new ArrayList<>();
    private int asked;

    /// One target and what it says.
    record Target(Labels labels, Duration interval, List<MetricMetadata> metrics) {
        Target say(String family, MetricType type) {
            metrics.add(new MetricMetadata(family, type, "", ""));
            return this;
        }
    }

    Target add(String job, String instance, Duration interval) {
        Target target =
                new Target(
                        Labels.of("job", job, "instance", instance), interval, new ArrayList<>());
        targets.add(target);
        return target;
    }

    /// How often somebody asked for anything.
    int asked() {
        return asked;
    }

    @Override
    public List<ActiveTarget> active() {
        asked++;
        return targets.stream().map(ListedTargets::active).toList();
    }

    private static ActiveTarget active(Target t) {
        return new ActiveTarget(
                Labels.empty(),
                t.labels,
                t.labels.getOrEmpty("job"),
                "",
                "",
                "",
                "",
                null,
                Duration.ZERO,
                "up",
                t.interval,
                t.interval);
    }

    @Override
    public List<DroppedTarget> dropped() {
        return List.of();
    }

    @Override
    public List<TargetMetadata> metadata(@Nullable String metric) {
        asked++;
        return targets.stream()
                .map(t -> new TargetMetadata(t.labels, named(t, metric)))
                .filter(t -> !t.metrics().isEmpty())
                .toList();
    }

    private static List<MetricMetadata> named(Target target, @Nullable String metric) {
        return target.metrics.stream()
                .filter(m -> metric == null || metric.equals(m.name()))
                .toList();
    }
}
