package io.narthex.rules;

/// Which rule is meant.
///
/// @param file of the group, as the configuration leads to it
/// @param group its name
/// @param rule the alert's or the recorded series' name
///
/// Thread safety: immutable.
public record RuleName(String file, String group, String rule) {}
