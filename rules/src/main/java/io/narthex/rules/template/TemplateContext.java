package io.narthex.rules.template;

import org.jspecify.annotations.Nullable;

/// What the functions of a template know beside their arguments.
///
/// @param time when the rule is evaluated, in ms since the epoch; queries are asked for this time
/// @param externalUrl where the server is reached; null where nobody knows, as in unit tests of
///     rules, and then the functions that need it fail
/// @param queries who answers queries
///
/// Thread safety: as safe as the queries.
public record TemplateContext(long time, @Nullable String externalUrl, TemplateQueries queries) {}
