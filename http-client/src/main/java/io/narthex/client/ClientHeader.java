package io.narthex.client;

/// A header of a request.
///
/// @param value may be a secret
///
/// Thread safety: immutable.
public record ClientHeader(String name, String value) {
    /// The name only.
    @Override
    public String toString() {
        return name + ": <secret>";
    }
}
