package io.narthex.server.config;

import java.time.Duration;
import java.util.List;

/// What a configuration says of rules.
///
/// @param evaluationInterval how often groups are evaluated that don't say
/// @param queryOffset how far in the past the queries of such groups look
/// @param patterns `rule_files`, resolved against the folder of the configuration file
///
/// Thread safety: immutable.
public record RulesConfig(
        Duration evaluationInterval, Duration queryOffset, List<PathPattern> patterns) {
    /// What holds where a file says nothing.
    public static final RulesConfig DEFAULTS =
            new RulesConfig(Duration.ofMinutes(1), Duration.ZERO, List.of());

    /// Copies the list.
    public RulesConfig {
        patterns = List.copyOf(patterns);
    }
}
