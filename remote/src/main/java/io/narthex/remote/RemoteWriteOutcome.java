package io.narthex.remote;

/// How a request ended.
///
/// @param status the HTTP status to answer with
/// @param text why it failed, in plain text; empty for a success
/// @param accepted samples stored
public record RemoteWriteOutcome(int status, String text, int accepted) {}
