package io.narthex.server.ruletest;

import io.narthex.yaml.YamlPlace;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/// A file of unit tests.
///
/// @param ruleFiles those that its patterns match
/// @param missing patterns that match none
/// @param evaluationInterval between evaluations of all groups
/// @param groupOrder groups that are evaluated in this order, the others together with the first
/// @param fuzzy whether neighbouring floats count as equal
///
/// Thread safety: immutable.
public record RuleTestFile(
        List<Path> ruleFiles,
        List<String> missing,
        Duration evaluationInterval,
        List<String> groupOrder,
        boolean fuzzy,
        List<Test> tests) {
    /// One test: series, and what is to come of them.
    ///
    /// @param name empty where it has none
    /// @param interval between points of series
    /// @param start when the first point is, epoch milliseconds
    /// @param externalLabels by name, for templates
    /// @param externalUrl for templates
    record Test(
            String name,
            YamlPlace place,
            Duration interval,
            long start,
            List<Series> series,
            List<AlertCase> alerts,
            List<QueryCase> queries,
            SortedMap<String, String> externalLabels,
            String externalUrl) {
        /// How long the test goes on.
        Duration length() {
            Duration length = Duration.ZERO;
            for (AlertCase alert : alerts) {
                length = alert.time.compareTo(length) > 0 ? alert.time : length;
            }
            for (QueryCase query : queries) {
                length = query.time.compareTo(length) > 0 ? query.time : length;
            }
            return length;
        }
    }

    /// A series in the notation of scripts.
    record Series(YamlPlace place, String labels, String values) {}

    /// The alerts of a name that fire at a time.
    ///
    /// @param time since the start of the test
    record AlertCase(YamlPlace place, Duration time, String name, List<FiringAlert> expected) {}

    /// What a query gives at a time.
    ///
    /// @param time since the start of the test
    record QueryCase(YamlPlace place, Duration time, String query, List<Sample> expected) {}

    /// An expected sample.
    ///
    /// @param labels as a selector writes them
    /// @param histogram in the notation of scripts; empty where the value counts
    record Sample(String labels, double value, String histogram) {}
}
