package io.narthex.promql.exec;

import io.narthex.model.number.GoText;
import io.narthex.promql.MergedNote;

/// Warns of a parameter that is out of range, once for all steps, naming the value that is farthest
/// from it.
///
/// @param subject names the side on which it is out of range
/// @param before the text before the value
/// @param value the one farthest out
/// @param after the text after the value
record FarthestNote(String subject, String before, double value, String after)
        implements MergedNote {
    @Override
    public boolean isPerPlace() {
        return true;
    }

    @Override
    public MergedNote with(MergedNote other) {
        return Math.abs(((FarthestNote) other).value) > Math.abs(value) ? other : this;
    }

    @Override
    public String text() {
        return before + GoText.g(value) + after;
    }

    @Override
    public boolean isWarning() {
        return true;
    }
}
