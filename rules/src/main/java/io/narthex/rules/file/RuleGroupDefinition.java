package io.narthex.rules.file;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A group as its file defines it: rules that are evaluated one after the other.
///
/// @param name unique within the file, never empty
/// @param interval how often it is evaluated; null for `global.evaluation_interval`
/// @param queryOffset how far in the past its queries look; null for `global.rule_query_offset`
/// @param limit series or alerts that one of its rules may have; 0 for any number
/// @param labels for every rule that doesn't say otherwise, by name; values may be empty
/// @param rules in the file's order
/// @param place where it begins
///
/// Thread safety: immutable.
public record RuleGroupDefinition(
        String name,
        @Nullable Duration interval,
        @Nullable Duration queryOffset,
        int limit,
        Map<String, String> labels,
        List<RuleDefinition> rules,
        FilePlace place) {
    /// Copies the collections.
    public RuleGroupDefinition {
        labels = SortedLabels.copyOf(labels);
        rules = List.copyOf(rules);
    }
}
