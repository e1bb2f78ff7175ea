/// Writes JSON as Prometheus does, streaming, with Go's number format.
///
/// Entry point: [io.narthex.http.json.JsonWriter]. Knows nothing of HTTP.
///
/// Threads: a writer belongs to one thread; everything else is stateless.
@NullMarked
package io.narthex.http.json;

import org.jspecify.annotations.NullMarked;
