/// The process' own metrics, under the names that Prometheus gives them, so that existing
/// dashboards about the server work; what only this server has begins with `narthex_`.
///
/// What lives here: [OwnMetrics] (the entry point) and the collectors that turn the parts' figures
/// into metrics when somebody asks for them.
///
/// Threads: rendering runs on the threads of HTTP requests.
@NullMarked
package io.narthex.server.metrics;

import org.jspecify.annotations.NullMarked;
