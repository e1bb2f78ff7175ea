package io.narthex.model;

/// A store that takes samples: the write port.
///
/// Thread safety: implementations are safe for concurrent calls; each [Appender] is not.
public interface Appendable {
    /// Opens a batch. Close it, even after a commit.
    Appender appender();
}
