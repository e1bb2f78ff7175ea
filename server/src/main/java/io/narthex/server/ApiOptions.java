package io.narthex.server;

import io.narthex.http.Notifications;
import io.narthex.http.SearchOptions;
import io.narthex.remote.RemoteReadOptions;

/// Limits of the HTTP API that are not of HTTP.
///
/// @param remoteRead limits of `/api/v1/read`
/// @param maxSubscribers who may listen to notifications at the same time
/// @param search how names and values of labels may be searched
///
/// Thread safety: immutable.
public record ApiOptions(RemoteReadOptions remoteRead, int maxSubscribers, SearchOptions search) {
    /// Prometheus' limits, and no search.
    public static final ApiOptions DEFAULTS =
            new ApiOptions(
                    RemoteReadOptions.DEFAULTS,
                    Notifications.DEFAULT_SUBSCRIBERS,
                    SearchOptions.DISABLED);
}
