package io.narthex.rules;

/// Hears how long evaluations take.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface RuleTimings {
    /// Takes no notice.
    RuleTimings NONE =
            new RuleTimings() {
                @Override
                public void rule(double seconds) {}

                @Override
                public void group(double seconds) {}
            };

    /// A rule was evaluated.
    void rule(double seconds);

    /// A whole group was evaluated.
    void group(double seconds);
}
