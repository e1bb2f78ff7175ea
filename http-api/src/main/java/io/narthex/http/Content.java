package io.narthex.http;

/// A body with its media type. The array must not change afterwards.
public record Content(String type, byte[] body) {}
