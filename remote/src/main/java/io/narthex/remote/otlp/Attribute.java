package io.narthex.remote.otlp;

/// An attribute of a resource, a scope, a point or an exemplar.
///
/// @param value as text, whatever its type was
record Attribute(String name, String value) {}
