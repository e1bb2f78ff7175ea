package io.narthex.http;

/// How names and values of labels may be searched.
///
/// @param enabled whether they may
/// @param maxLimit the most results that a request may ask for; 0 for no limit
///
/// Thread safety: immutable.
public record SearchOptions(boolean enabled, int maxLimit) {
    /// Not at all, as in Prometheus without its feature flag.
    public static final SearchOptions DISABLED = new SearchOptions(false, 10_000);

    /// @throws IllegalArgumentException if the limit is negative
    public SearchOptions {
        if (maxLimit < 0) {
            throw new IllegalArgumentException(
                    "--web.search.max-limit must be non-negative; got "
                            + maxLimit
                            + " (use 0 to disable the cap)");
        }
    }
}
