/// Dashboards as data: what a page of panels shows, read from JSON with every mistake named
/// ([DashboardReader]), brought along as packs ([DashboardPacks]), kept in a folder of files
/// ([DashboardShelf]), and turned into what Grafana imports ([GrafanaExport]).
@NullMarked
package io.narthex.server.dashboards;

import org.jspecify.annotations.NullMarked;
