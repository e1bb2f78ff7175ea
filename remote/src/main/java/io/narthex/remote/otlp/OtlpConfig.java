package io.narthex.remote.otlp;

import java.util.Set;

/// How OTLP becomes series, as the configuration says.
///
/// @param strategy how names are translated
/// @param promoteAll whether all attributes of a resource become labels of its series, except
///     `attributes`; else only `attributes` do
/// @param attributes names of resource attributes
/// @param keepIdentifying whether `target_info` has the attributes that `job` and `instance` are
///     made of too
/// @param histogramsToCustomBuckets whether histograms become native ones with custom buckets
/// @param promoteScope whether name, version, schema and attributes of the scope become labels
/// @param sanitizeUnderscore whether a label that begins with one underscore gets `key` before it
/// @param preserveUnderscores whether several underscores in a label's name stay several
///
/// Thread safety: immutable.
public record OtlpConfig(
        TranslationStrategy strategy,
        boolean promoteAll,
        Set<String> attributes,
        boolean keepIdentifying,
        boolean histogramsToCustomBuckets,
        boolean promoteScope,
        boolean sanitizeUnderscore,
        boolean preserveUnderscores) {
    /// What holds where the configuration says nothing.
    public static final OtlpConfig DEFAULTS =
            new OtlpConfig(
                    TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                    false,
                    Set.of(),
                    false,
                    false,
                    false,
                    true,
                    true);

    /// Copies the set.
    public OtlpConfig {
        attributes = Set.copyOf(attributes);
    }

    boolean promotes(String attribute) {
        return promoteAll != attributes.contains(attribute);
    }
}
