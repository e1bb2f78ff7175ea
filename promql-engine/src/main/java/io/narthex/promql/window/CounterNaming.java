package io.narthex.promql.window;

/// What counters are called.
///
/// Thread safety: stateless.
public final class CounterNaming {
    private CounterNaming() {}

    /// Whether a metric's name looks like a counter's.
    public static boolean fits(String name) {
        return name.endsWith("_total")
                || name.endsWith("_sum")
                || name.endsWith("_count")
                || name.endsWith("_bucket");
    }
}
