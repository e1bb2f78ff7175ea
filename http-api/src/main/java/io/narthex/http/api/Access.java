package io.narthex.http.api;

import io.narthex.http.security.Caller;

import java.util.Set;

/// Which routes a caller may use: a small table, in which what is new is forbidden to those who may
/// not see everything.
///
/// Thread safety: stateless.
final class Access {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /// These tell nothing of what is stored, scraped or configured.
    private static final Set<String> HARMLESS =
            Set.of(
                    "/-/healthy",
                    "/-/ready",
                    "/version",
                    "/api/v1/features",
                    "/api/v1/format_query",
                    "/api/v1/openapi.yaml",
                    "/api/v1/parse_query",
                    "/api/v1/status/buildinfo",
                    Router.OTHER);

    /// These show a caller only what is in his scope.
    private static final Set<String> SCOPED =
            Set.of(
                    "/api/v1/dashboards",
                    "/api/v1/dashboards/{}/grafana",
                    "/api/v1/explain",
                    "/api/v1/label/{}/values",
                    "/api/v1/labels",
                    "/api/v1/metadata",
                    "/api/v1/query",
                    "/api/v1/query_cost",
                    "/api/v1/query_exemplars",
                    "/api/v1/query_range",
                    "/api/v1/scrape_pools",
                    "/api/v1/series",
                    "/api/v1/targets",
                    "/api/v1/targets/metadata",
                    "/federate");

    /// These change nothing, even with POST.
    private static final Set<String> READ_BY_POST =
            Set.of(
                    "/api/v1/explain",
                    "/api/v1/format_query",
                    "/api/v1/labels",
                    "/api/v1/parse_query",
                    "/api/v1/query",
                    "/api/v1/query_cost",
                    "/api/v1/query_exemplars",
                    "/api/v1/query_range",
                    "/api/v1/read",
                    "/api/v1/rules/backtest",
                    "/api/v1/search/label_names",
                    "/api/v1/search/label_values",
                    "/api/v1/search/metric_names",
                    "/api/v1/series");

    /// They may be added to by whoever hands samples over, and not read.
    private static final String ANNOTATIONS = "/api/v1/annotations";

    /// They may be kept by whoever deploys what they show.
    private static final String DASHBOARD = "/api/v1/dashboards/{}";

    private static final Set<String> WRITE =
            Set.of(
                    "/api/v1/import/prometheus",
                    "/api/v1/otlp/v1/metrics",
                    "/api/v1/write",
                    "/-/healthy",
                    "/-/ready");

    private static final Set<String> CHANGES_BY_GET = Set.of("/-/quit", "/-/reload");

    private Access() {}

    /// Why a caller may not use a route; empty where he may.
    ///
    /// @param path the route's, with its variable
    static String refusal(Caller caller, String method, String path) {
        boolean allowed =
                switch (caller.role()) {
                    case ADMIN -> true;
                    case WRITE -> writes(method, path);
                    case READ -> reads(method, path);
                };
        if (!allowed) {
            return "\""
                    + caller.name()
                    + "\" may not do that: the role of the token does not"
                    + " allow it";
        }
        boolean seen = caller.scope().isAll() || HARMLESS.contains(path) || SCOPED.contains(path);
        return seen
                ? ""
                : "\""
                        + caller.name()
                        + "\" may not see that: the labels of the token limit what"
                        + " it sees, and this shows other things too";
    }

    private static boolean writes(String method, String path) {
        return WRITE.contains(path)
                || path.equals(ANNOTATIONS) && method.equals("POST")
                || path.equals(DASHBOARD) && DashboardEndpoints.ONE_METHODS.contains(method);
    }

    private static boolean reads(String method, String path) {
        return READING.contains(method)
                ? !CHANGES_BY_GET.contains(path)
                : method.equals("POST") && READ_BY_POST.contains(path);
    }
}
