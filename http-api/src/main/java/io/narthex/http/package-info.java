/// The HTTP API: a Netty server that speaks Prometheus' `/api/v1`, health checks, own metrics and
/// static files.
///
/// Entry point: [io.narthex.http.HttpServer#start] with [io.narthex.http.HttpServerOptions] and
/// [io.narthex.http.HttpServices]. What the API shows of the rest of the process (targets, status,
/// metrics, assets) comes through the small view interfaces of this package.
///
/// Threads: event loops do I/O only; each request runs on a virtual thread of its own in plain
/// blocking style; queries are evaluated on the engine's pool.
@NullMarked
package io.narthex.http;

import org.jspecify.annotations.NullMarked;
