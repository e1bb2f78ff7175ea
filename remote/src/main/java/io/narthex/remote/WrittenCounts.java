package io.narthex.remote;

import java.util.Map;

/// How much of a request was stored, as remote write 2.0 tells its senders.
///
/// @param samples floats
/// @param histograms native ones
/// @param exemplars those that were taken; which of them the store keeps is its own matter
public record WrittenCounts(int samples, int histograms, int exemplars) {
    /// Nothing at all.
    static final WrittenCounts NONE = new WrittenCounts(0, 0, 0);

    private static final String PREFIX = "X-Prometheus-Remote-Write-";

    /// The headers of the answer.
    Map<String, String> headers() {
        return Map.of(
                PREFIX + "Samples-Written", Integer.toString(samples),
                PREFIX + "Histograms-Written", Integer.toString(histograms),
                PREFIX + "Exemplars-Written", Integer.toString(exemplars));
    }
}
