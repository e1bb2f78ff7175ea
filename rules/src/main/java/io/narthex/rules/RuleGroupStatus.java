package io.narthex.rules;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A group and how it goes.
///
/// @param file as the configuration leads to it
/// @param limit series or alerts that one of its rules may have; 0 for any number
/// @param took how long the last evaluation took
/// @param evaluatedAt when it began; null before the first one
///
/// Thread safety: immutable.
public record RuleGroupStatus(
        String name,
        String file,
        Duration interval,
        int limit,
        Duration took,
        @Nullable Instant evaluatedAt,
        List<RuleStatus> rules) {}
