package io.narthex.scrape.targets;

import io.narthex.model.Labels;

/// What became of a discovered address.
public sealed interface Discovered {
    /// It is scraped.
    record Active(Target target) implements Discovered {}

    /// Relabelling dropped it.
    record Dropped(Labels discoveredLabels) implements Discovered {}

    /// Its labels are unusable.
    ///
    /// @param reason in one line
    record Invalid(Labels discoveredLabels, String reason) implements Discovered {}
}
