package io.narthex.server;

import io.narthex.http.Federation;
import io.narthex.http.HttpServices;
import io.narthex.http.Notifications;
import io.narthex.model.Labels;

import java.time.InstantSource;
import java.util.function.Supplier;

/// Adds to the HTTP API what it has beside queries: samples for other servers, jobs, searches,
/// notifications.
///
/// Thread safety: stateless.
final class OfferedApi {
    private OfferedApi() {}

    /// Everything but notifications.
    static void to(
            HttpServices.Builder services,
            ServerOptions options,
            Parts parts,
            AppliedConfiguration applied) {
        Supplier<Labels> externalLabels = () -> applied.configuration().externalLabels();
        services.federation(new Federation(options.engine().lookback(), externalLabels));
        ServedReads reads =
                new ServedReads(parts.tsdb(), externalLabels, options.api().remoteRead());
        services.remoteRead(reads);
        parts.metrics().watchRemoteRead(reads::stats);
        services.jobs(new ConfiguredJobs(applied::configuration));
        services.search(options.api().search());
        services.selfMetrics(parts.metrics()::families);
    }

    /// Notifications that tell of reloads that failed.
    static Notifications notifications(ServerOptions options, ConfigReload reload) {
        Notifications notifications =
                new Notifications(options.api().maxSubscribers(), InstantSource.system());
        reload.tell(
                problem -> {
                    if (problem == null) {
                        notifications.remove(Notifications.RELOAD_FAILED);
                    } else {
                        notifications.add(Notifications.RELOAD_FAILED);
                    }
                });
        return notifications;
    }
}
