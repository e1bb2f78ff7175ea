package io.narthex.http.api;

import java.util.Set;

/// A path below the prefix and what answers it.
///
/// @param path literal, or with one variable `{}` that stands for one segment
/// @param methods HTTP methods it takes
record Route(String path, Set<String> methods, RouteHandler handler) {
    static final String VARIABLE = "{}";
}
