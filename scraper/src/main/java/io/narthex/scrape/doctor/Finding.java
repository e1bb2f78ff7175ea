package io.narthex.scrape.doctor;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;

/// Something that is wrong with a target, or may become so.
///
/// @param text what it is, in one or two sentences
/// @param remedy what to do about it; empty where nothing is known to help
///
/// Thread safety: immutable.
public record Finding(ScrapeProblem problem, Severity severity, String text, String remedy) {
    /// How bad it is.
    public enum Severity {
        /// Samples are missing or wrong.
        ERROR,
        /// Samples are there, but something is doubtful.
        WARNING
    }

    static Finding error(ScrapeError error, String remedy) {
        return new Finding(error.problem(), Severity.ERROR, error.reason(), remedy);
    }

    static Finding error(ScrapeProblem problem, String text) {
        return new Finding(problem, Severity.ERROR, text, problem.hint());
    }

    static Finding warning(ScrapeProblem problem, String text) {
        return warning(problem, text, problem.hint());
    }

    static Finding warning(ScrapeProblem problem, String text, String remedy) {
        return new Finding(problem, Severity.WARNING, text, remedy);
    }
}
