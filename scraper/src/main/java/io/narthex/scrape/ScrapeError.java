package io.narthex.scrape;

/// Why a scrape failed, for programs and for people.
///
/// @param reason what happened, in Prometheus' words where Prometheus tells the same
/// @param hint what may help, as one sentence; empty where nothing is known to
///
/// Thread safety: immutable.
public record ScrapeError(ScrapeProblem problem, String reason, String hint) {
    /// The scrape did not fail.
    public static final ScrapeError NONE = new ScrapeError(ScrapeProblem.NONE, "", "");

    /// An error with the problem's own hint.
    public ScrapeError(ScrapeProblem problem, String reason) {
        this(problem, reason, problem.hint());
    }

    /// This error with other words for what happened.
    public ScrapeError withReason(String other) {
        return new ScrapeError(problem, other, hint);
    }

    /// Reason and hint.
    public String text() {
        return hint.isEmpty() ? reason : reason + " (hint: " + hint + ")";
    }

    /// Whether there is no error.
    public boolean isNone() {
        return problem == ScrapeProblem.NONE;
    }
}
