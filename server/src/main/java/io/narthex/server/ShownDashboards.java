package io.narthex.server;

import io.narthex.http.Dashboards;
import io.narthex.server.dashboards.DashboardCatalog;

import org.jspecify.annotations.Nullable;

/// The dashboards, as the API shows and saves them.
///
/// @param isOpen whether callers that nobody knows may save some too
///
/// Thread safety: safe for concurrent calls.
record ShownDashboards(DashboardCatalog catalog, boolean isOpen) implements Dashboards {
    @Override
    public byte[] all(View view) {
        return catalog.list(view.saved(), view.isScraped());
    }

    @Override
    public byte[] save(String name, byte[] json, View view) {
        return catalog.save(name, json, view.isScraped());
    }

    @Override
    public boolean delete(String name) {
        return catalog.delete(name);
    }

    @Override
    public byte @Nullable [] grafana(String name, String language, View view) {
        return catalog.grafana(name, language, view.saved());
    }
}
