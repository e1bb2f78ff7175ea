/// The routes: Prometheus' `/api/v1`, Alertmanager's silences at `/api/v2`, health checks, metrics
/// and static files.
///
/// Entry point: [io.narthex.http.api.Router], made by [io.narthex.http.api.Routes]. An
/// [io.narthex.http.api.ApiEndpoint] turns parameters into data or throws an
/// [io.narthex.http.api.ApiException]; envelope, errors, CORS and compression are
/// [io.narthex.http.api.ApiHandler]'s.
///
/// Threads: endpoints run on the virtual thread of their request and keep no state of their own.
@NullMarked
package io.narthex.http.api;

import org.jspecify.annotations.NullMarked;
