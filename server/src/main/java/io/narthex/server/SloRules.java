package io.narthex.server;

import io.narthex.model.Queryable;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.rules.slo.Bounds;
import io.narthex.rules.slo.BurnRateRules;
import io.narthex.rules.slo.Slo;
import io.narthex.server.config.Configuration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The rules that objectives bring. Those of a latency select a bucket by its bound, and which
/// bounds there are only samples tell, so they follow what is stored.
///
/// @param file the name of the rule file that they would be in
/// @param bounds bucket bounds next to the thresholds of latencies, by the objective's name, as far
///     as they are known
///
/// Thread safety: immutable.
record SloRules(String file, List<Slo> slos, Map<String, Bounds> bounds) {
    /// Where buckets are looked for.
    private static final Duration NEWEST = Duration.ofHours(1);

    /// Without knowledge of any bucket.
    static SloRules of(Configuration configuration) {
        return new SloRules(configuration.file() + " slos", configuration.slos(), Map.of());
    }

    /// With the bounds of the newest samples. Where there are none for the moment, those stay that
    /// were known before.
    ///
    /// @param before the rules that run
    /// @param now epoch milliseconds
    SloRules following(Queryable store, SloRules before, long now) {
        Map<String, Bounds> found =
                new TreeMap<>(Bounds.stored(slos, store, now - NEWEST.toMillis(), now));
        for (Slo slo : slos) {
            Bounds known = before.bounds.get(slo.name());
            if (known != null && before.slos.contains(slo)) {
                found.putIfAbsent(slo.name(), known);
            }
        }
        return new SloRules(file, slos, found);
    }

    /// The rules; no file where there are no objectives.
    ///
    /// @throws io.narthex.rules.file.RuleFileException if one can't be used
    List<RuleFile> files(RuleFileReader reader) {
        return slos.isEmpty()
                ? List.of()
                : List.of(reader.parse(file, BurnRateRules.yaml(slos, bounds)));
    }
}
