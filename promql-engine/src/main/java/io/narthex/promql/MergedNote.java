package io.narthex.promql;

/// An annotation that sums up all that was raised for one reason.
public interface MergedNote {
    /// What it is about: notes with equal subjects become one.
    String subject();

    /// Whether notes about different places of the query stay apart.
    default boolean isPerPlace() {
        return false;
    }

    /// One note that says what both say.
    ///
    /// @param other with the same subject
    MergedNote with(MergedNote other);

    /// The whole text, without place.
    String text();

    /// Whether it is a warning and not an info.
    boolean isWarning();
}
