package io.narthex.tsdb.pages;

/// A place in the sequence of page files: what lies before it belongs to a checkpoint.
///
/// @param file number of a page file
/// @param offset byte in it
///
/// Thread safety: immutable.
public record PagePosition(long file, long offset) {
    /// Before everything.
    public static final PagePosition NONE = new PagePosition(0, 0);

    /// Behind everything.
    public static final PagePosition ALL = new PagePosition(Long.MAX_VALUE, 0);
}
