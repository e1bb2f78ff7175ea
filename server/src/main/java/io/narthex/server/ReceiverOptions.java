package io.narthex.server;

import io.narthex.remote.WriteFeatures;
import io.narthex.remote.otlp.Deltas;

/// Which samples that others push are taken.
///
/// @param remoteWrite whether `/api/v1/write` and `/api/v1/import/prometheus` take samples
/// @param writeFeatures what remote write may be
/// @param otlp whether `/api/v1/otlp/v1/metrics` takes samples
/// @param otlpDeltas what becomes of differences that come by OTLP
///
/// Thread safety: immutable.
public record ReceiverOptions(
        boolean remoteWrite, WriteFeatures writeFeatures, boolean otlp, Deltas otlpDeltas) {
    /// Takes nothing.
    public static final ReceiverOptions NONE = of(false);

    /// Remote write or nothing, with the usual features.
    public static ReceiverOptions of(boolean remoteWrite) {
        return new ReceiverOptions(remoteWrite, WriteFeatures.DEFAULTS, false, Deltas.REFUSED);
    }

    /// The same with OTLP.
    public ReceiverOptions withOtlp() {
        return new ReceiverOptions(remoteWrite, writeFeatures, true, otlpDeltas);
    }
}
