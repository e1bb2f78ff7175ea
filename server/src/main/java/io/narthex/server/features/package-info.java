/// What `--enable-feature` turns on, by Prometheus' names, and the table of `/api/v1/features`.
///
/// Entry point: [io.narthex.server.features.EnabledFeatures].
///
/// Thread safety: every type is immutable.
@NullMarked
package io.narthex.server.features;

import org.jspecify.annotations.NullMarked;
