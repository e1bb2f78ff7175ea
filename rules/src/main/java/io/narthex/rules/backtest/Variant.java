package io.narthex.rules.backtest;

import io.narthex.rules.file.RuleDefinition.Alerting;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One place of a sweep.
///
/// @param hold in place of `for`; null for the rule's own
/// @param threshold in place of the number that the expression compares with; null for its own
///
/// Thread safety: immutable.
record Variant(@Nullable Duration hold, @Nullable Double threshold) {
    /// The rule as it is.
    static final Variant OWN = new Variant(null, null);

    /// All combinations.
    static List<Variant> of(List<Duration> holds, List<Double> thresholds) {
        List<Variant> variants = new ArrayList<>();
        List<@Nullable Double> numbers = new ArrayList<>(thresholds);
        if (numbers.isEmpty()) {
            numbers.add(null);
        }
        List<@Nullable Duration> durations = new ArrayList<>(holds);
        if (durations.isEmpty()) {
            durations.add(null);
        }
        for (Double number : numbers) {
            for (Duration duration : durations) {
                variants.add(new Variant(duration, number));
            }
        }
        return variants;
    }

    /// The rule at this place. Nobody reads its annotations, and their templates may be costly.
    Alerting of(Alerting rule) {
        return new Alerting(
                rule.alert(),
                rule.query(),
                threshold == null ? rule.expr() : Threshold.replaced(rule, threshold),
                hold == null ? rule.forDuration() : hold,
                rule.keepFiringFor(),
                rule.onMissing(),
                rule.labels(),
                Map.of(),
                rule.place());
    }
}
