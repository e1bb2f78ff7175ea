package io.narthex.server.browser;

/// What a page showed from some time of a film on.
///
/// @param micros since the film began, microseconds
/// @param png of the window
///
/// Thread safety: immutable, as long as nobody changes the array.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FilmFrame(long micros, byte[] png) {}
