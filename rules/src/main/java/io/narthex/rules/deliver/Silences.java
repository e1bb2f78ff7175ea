package io.narthex.rules.deliver;

import io.narthex.model.Labels;

/// Tells whether people are to be left alone.
@FunctionalInterface
interface Silences {
    /// Whether nobody is to be told of an alert now.
    boolean silence(Labels alert, long now);
}
