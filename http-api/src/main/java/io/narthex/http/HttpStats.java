package io.narthex.http;

import java.util.List;
import java.util.Map;

/// What the server counted since its start.
///
/// @param openConnections now
/// @param acceptedConnections ever
/// @param activeRequests being handled now
/// @param malformedRequests refused before they reached a handler: bad syntax, too large, too slow
/// @param handlers by route, ascending by name
///
/// Thread safety: immutable.
public record HttpStats(
        int openConnections,
        long acceptedConnections,
        int activeRequests,
        long malformedRequests,
        List<Handler> handlers) {
    /// One route.
    ///
    /// @param name the route below the prefix, such as `/api/v1/query`
    /// @param requestsByStatus requests by HTTP status
    /// @param bucketCounts requests no slower than the bound of the same position in
    ///     [#DURATION_BOUNDS], cumulative; one more for all
    /// @param responseBytes sent as bodies, after compression
    public record Handler(
            String name,
            Map<Integer, Long> requestsByStatus,
            List<Long> bucketCounts,
            double durationSumSeconds,
            long responseBytes) {}

    /// Upper bounds of the duration buckets, in seconds.
    public static final List<Double> DURATION_BOUNDS =
            List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.4, 1.0, 3.0, 8.0, 20.0, 60.0, 120.0);
}
