package io.narthex.server;

import io.narthex.remote.WriteFeatures;

/// Which samples that others push are taken.
///
/// @param remoteWrite whether `/api/v1/write` and `/api/v1/import/prometheus` take samples
/// @param writeFeatures what remote write may be
///
/// Thread safety: immutable.
public record ReceiverOptions(boolean remoteWrite, WriteFeatures writeFeatures) {
    /// Takes nothing.
    public static final ReceiverOptions NONE = of(false);

    /// With the usual features.
    public static ReceiverOptions of(boolean remoteWrite) {
        return new ReceiverOptions(remoteWrite, WriteFeatures.DEFAULTS);
    }
}
