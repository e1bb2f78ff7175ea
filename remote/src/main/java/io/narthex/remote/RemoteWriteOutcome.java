package io.narthex.remote;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// How a request ended.
///
/// @param status the HTTP status to answer with
/// @param text why it failed, in plain text; empty for a success
/// @param accepted samples stored, histograms among them
/// @param written what the answer's headers say was stored; null where the protocol has none
public record RemoteWriteOutcome(
        int status, String text, int accepted, @Nullable WrittenCounts written) {
    /// An outcome that its headers say nothing of.
    public RemoteWriteOutcome(int status, String text, int accepted) {
        this(status, text, accepted, null);
    }

    /// The headers of the answer beside the usual ones.
    public Map<String, String> headers() {
        return written == null ? Map.of() : written.headers();
    }
}
