package io.narthex.server;

import io.narthex.http.DemoControl;
import io.narthex.http.Notifications;
import io.narthex.http.SearchOptions;
import io.narthex.remote.RemoteReadOptions;

import org.jspecify.annotations.Nullable;

/// Limits of the HTTP API that are not of HTTP.
///
/// @param remoteRead limits of `/api/v1/read`
/// @param maxSubscribers who may listen to notifications at the same time
/// @param search how names and values of labels may be searched
/// @param demo what lets things go wrong; null where this is not the demo
///
/// Thread safety: immutable.
public record ApiOptions(
        RemoteReadOptions remoteRead,
        int maxSubscribers,
        SearchOptions search,
        @Nullable DemoControl demo) {
    /// Prometheus' limits, and no search.
    public static final ApiOptions DEFAULTS =
            new ApiOptions(
                    RemoteReadOptions.DEFAULTS,
                    Notifications.DEFAULT_SUBSCRIBERS,
                    SearchOptions.DISABLED);

    /// Limits of a server that is not the demo.
    public ApiOptions(RemoteReadOptions remoteRead, int maxSubscribers, SearchOptions search) {
        this(remoteRead, maxSubscribers, search, null);
    }

    /// The same for the demo.
    public ApiOptions withDemo(DemoControl control) {
        return new ApiOptions(remoteRead, maxSubscribers, search, control);
    }
}
