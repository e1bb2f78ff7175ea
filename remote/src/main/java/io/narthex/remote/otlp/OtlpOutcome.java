package io.narthex.remote.otlp;

/// How a request ended.
///
/// @param status the HTTP status to answer with
/// @param text why it failed, in plain text; empty for a success
/// @param accepted samples stored
public record OtlpOutcome(int status, String text, int accepted) {}
