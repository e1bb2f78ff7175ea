package io.narthex.http.api;

import static io.narthex.http.api.Parameters.ANALYZE;
import static io.narthex.http.api.Parameters.END;
import static io.narthex.http.api.Parameters.EXCLUDE_ALERTS;
import static io.narthex.http.api.Parameters.FILTER;
import static io.narthex.http.api.Parameters.FORMAT;
import static io.narthex.http.api.Parameters.GROUP_LIMIT;
import static io.narthex.http.api.Parameters.GROUP_TOKEN;
import static io.narthex.http.api.Parameters.INCLUDE_METADATA;
import static io.narthex.http.api.Parameters.INSTANCE;
import static io.narthex.http.api.Parameters.LABEL;
import static io.narthex.http.api.Parameters.LABELS;
import static io.narthex.http.api.Parameters.LABEL_NAME;
import static io.narthex.http.api.Parameters.LIMIT;
import static io.narthex.http.api.Parameters.LIMIT_PER_METRIC;
import static io.narthex.http.api.Parameters.LOOKBACK;
import static io.narthex.http.api.Parameters.MATCH;
import static io.narthex.http.api.Parameters.MATCH_TARGET;
import static io.narthex.http.api.Parameters.METRIC;
import static io.narthex.http.api.Parameters.NEXT_TOKEN;
import static io.narthex.http.api.Parameters.QUERY;
import static io.narthex.http.api.Parameters.QUERY_ID;
import static io.narthex.http.api.Parameters.RANGE_START;
import static io.narthex.http.api.Parameters.RULE_FILE;
import static io.narthex.http.api.Parameters.RULE_GROUP;
import static io.narthex.http.api.Parameters.RULE_NAME;
import static io.narthex.http.api.Parameters.RULE_TYPE;
import static io.narthex.http.api.Parameters.SCRAPE_POOL;
import static io.narthex.http.api.Parameters.SILENCE;
import static io.narthex.http.api.Parameters.SKIP_HEAD;
import static io.narthex.http.api.Parameters.SLO;
import static io.narthex.http.api.Parameters.START;
import static io.narthex.http.api.Parameters.STATE;
import static io.narthex.http.api.Parameters.STATS;
import static io.narthex.http.api.Parameters.STEP;
import static io.narthex.http.api.Parameters.TARGET_URL;
import static io.narthex.http.api.Parameters.TIME;
import static io.narthex.http.api.Parameters.TIMEOUT;

import io.narthex.http.BodyHandler;
import io.narthex.http.HttpServerOptions;
import io.narthex.http.HttpServices;
import io.narthex.http.Readiness;
import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The table of routes.
public final class Routes {
    static final String API = "/api/v1/";

    /// The part of Alertmanager's API that is here.
    private static final String API_2 = "/api/v2/";

    private static final String JSON = "application/json";

    private static final Set<String> GET = Set.of("GET");
    private static final Set<String> GET_OR_HEAD = Set.of("GET", "HEAD");
    private static final Set<String> GET_OR_POST = Set.of("GET", "POST");
    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> POST_OR_PUT = Set.of("POST", "PUT");

    private final HttpServices services;
    private final ScopedViews views;
    private final ListMemory lists = new ListMemory();
    private final Cors cors;
    private final List<Route> routes = new ArrayList<>();

    private Routes(HttpServices services, Cors cors) {
        this.services = services;
        this.views = new ScopedViews(services);
        this.cors = cors;
    }

    /// Every route that the services offer.
    static List<Route> table(HttpServerOptions options, HttpServices services) {
        return of(options, services).routes;
    }

    /// The router for everything that the services offer.
    public static Router router(HttpServerOptions options, HttpServices services) {
        Routes table = of(options, services);
        String prefix = options.routePrefix();
        int prefixLength = prefix.equals("/") ? 0 : prefix.length();
        return new Router(
                prefix, table.cors, table.routes, new StaticFiles(services.assets(), prefixLength));
    }

    private static Routes of(HttpServerOptions options, HttpServices services) {
        Routes table = new Routes(services, new Cors(options.corsOrigin()));
        table.description(options.routePrefix());
        table.queries();
        table.search();
        table.targets();
        table.status();
        table.rulesAndAlerts();
        table.administration();
        table.silences();
        table.dashboards();
        table.web();
        table.receivers();
        return table;
    }

    private void queries() {
        ActiveQueries active = new ActiveQueries(services.clock());
        QueryEndpoints queries = new QueryEndpoints(services, views, active);
        LabelEndpoints labels = new LabelEndpoints(views::storage, lists);
        form("query", "Evaluates an expression at one time", queries::instant)
                .with(QUERY, TIME, TIMEOUT, LIMIT, LOOKBACK, STATS);
        form("query_range", "Evaluates an expression at every step of a range", queries::range)
                .with(
                        QUERY,
                        START.asRequired(),
                        END.asRequired(),
                        STEP.asRequired(),
                        TIMEOUT,
                        LIMIT,
                        LOOKBACK,
                        STATS);
        form("explain", "Shows what becomes of a query", queries::explain)
                .with(
                        QUERY,
                        TIME,
                        RANGE_START,
                        END,
                        STEP,
                        TIMEOUT,
                        LOOKBACK,
                        STATS,
                        ANALYZE,
                        FORMAT);
        form("query_cost", "Estimates what a query would cost", queries::cost)
                .with(QUERY, TIME, RANGE_START, END, STEP, TIMEOUT, LOOKBACK, STATS);
        ActiveQueryEndpoints running = new ActiveQueryEndpoints(active, services.admin() != null);
        get("status/active_queries", "The queries that run or wait", running::list);
        api("query/" + Route.VARIABLE, Set.of("DELETE"), "Ends a query", running::cancel)
                .with(QUERY_ID);
        ExemplarEndpoint exemplars = new ExemplarEndpoint(services.syntax(), views::exemplars);
        form("query_exemplars", "Exemplars of what a query selects", exemplars::query)
                .with(QUERY, START, END);
        SyntaxEndpoints syntax = new SyntaxEndpoints(services.syntax());
        form("format_query", "Formats an expression", syntax::format).with(QUERY);
        form("parse_query", "Parses an expression to its tree", syntax::parse).with(QUERY);
        form("labels", "The names of labels", labels::names).with(START, END, MATCH, LIMIT);
        get("label/" + Route.VARIABLE + "/values", "The values of a label", labels::values)
                .with(LABEL_NAME, START, END, MATCH, LIMIT);
        form("series", "The label sets of series", labels::series)
                .with(MATCH.asRequired(), START, END, LIMIT);
    }

    private void targets() {
        TargetEndpoints targets = new TargetEndpoints(views::targets);
        get("targets", "Targets, and how their last scrapes went", targets::targets)
                .with(STATE, SCRAPE_POOL.onlyInUrl());
        DiagnosisEndpoint doctor = new DiagnosisEndpoint(services.targets());
        get("targets/diagnose", "Asks a target now, and says what is wrong", doctor::diagnose)
                .with(SCRAPE_POOL.onlyInUrl(), INSTANCE, TARGET_URL);
        JobEndpoints jobs = new JobEndpoints(services.jobs());
        get("targets/relabel_steps", "What each rule makes of labels", jobs::relabelSteps)
                .with(SCRAPE_POOL.asRequired().saying("The job"), LABELS);
        get("scrape_pools", "The names of the jobs", targets::pools);
        get("scrape_pools/config", "How a job is configured, secrets hidden", jobs::config)
                .with(SCRAPE_POOL.asRequired().saying("The job"));
        get("metadata", "What targets say about their metrics", targets::metadata)
                .with(METRIC, LIMIT, LIMIT_PER_METRIC);
        get("targets/metadata", "What each target says about its metrics", targets::byTarget)
                .with(MATCH_TARGET, METRIC, LIMIT);
    }

    private void status() {
        StatusEndpoints status = new StatusEndpoints(services.status(), services.clock());
        get("status/buildinfo", "Version and origin of the build", status::buildInfo);
        get("status/runtimeinfo", "The state of the process", status::runtimeInfo);
        get("status/flags", "The command line's flags", status::flags);
        get("status/config", "The configuration, secrets hidden", status::config);
        StoreEndpoint store = new StoreEndpoint(services.store());
        get("status/tsdb/blocks", "The blocks on disk", store::blocks);
        get("status/tsdb/chunk", "One chunk's bits", new ChunkEndpoint(services.store())::answer)
                .with(ChunkEndpoint.SERIES, ChunkEndpoint.NUMBER);
        SavingsEndpoint savings = new SavingsEndpoint(services.store());
        get("status/tsdb/relabel", "What a relabelling rule would save", savings::answer)
                .with(
                        SavingsEndpoint.ACTION,
                        SavingsEndpoint.METRIC,
                        SavingsEndpoint.LABEL,
                        SavingsEndpoint.VALUE);
        SelfMetricsEndpoint own = new SelfMetricsEndpoint(services.selfMetrics());
        get("status/self_metrics", "The process' own metrics as JSON", own::answer)
                .with(SelfMetricsEndpoint.PATTERN);
        early("status/walreplay", "How far the log has been read", store::replay);
        get("status/tsdb", "What fills the store", store::status)
                .with(LIMIT.saying("The length of each list, 1 to 10000; 10 if absent"));
        SloEndpoints slos = new SloEndpoints(services.slos(), services.clock());
        get("slos", "Objectives and their budgets", slos::all).with(TIME);
        get("slos/" + Route.VARIABLE, "One objective and its budget", slos::one).with(SLO, TIME);
        get("slos/" + Route.VARIABLE + "/budget", "A budget over time", slos::budget)
                .with(SLO, START, END);
        get("features", "What is on and off", new FeaturesEndpoint(services.features())::answer);
        routes.add(
                new Route(
                                "/version",
                                GET_OR_HEAD,
                                "Version and origin of the build, as a plain object",
                                (exchange, _) -> status.version(exchange))
                        .answering(JSON));
    }

    private void rulesAndAlerts() {
        RuleEndpoints rules = new RuleEndpoints(services.rules());
        get("rules", "Rule groups, their rules and alerts", rules::rules)
                .with(
                        RULE_TYPE,
                        RULE_NAME,
                        RULE_GROUP,
                        RULE_FILE,
                        MATCH,
                        EXCLUDE_ALERTS,
                        GROUP_LIMIT,
                        GROUP_TOKEN);
        BacktestEndpoint backtests = new BacktestEndpoint(services.backtests(), services.clock());
        api("rules/backtest", POST, "What alerts would have done", backtests::answer)
                .with(Parameters.ofBacktest());
        AlertHistoryEndpoint history = new AlertHistoryEndpoint(services.alertHistory());
        get("alerts/history", "What alerts went through", history::answer)
                .with(START, END, RULE_NAME, MATCH, LIMIT, NEXT_TOKEN);
        get("alerts", "Alerts that are pending or fire", rules::alerts);
        form(
                        "annotations",
                        "What was noted about times; a POST adds a note",
                        new AnnotationEndpoints(services.annotations())::answer)
                .with(
                        START.onlyInUrl(),
                        END.onlyInUrl(),
                        AnnotationEndpoints.KIND,
                        LIMIT.onlyInUrl());
        form(
                "demo/incident",
                "What can go wrong in the demo; a POST lets it",
                new DemoEndpoint(services.demo())::answer);
        get(
                "alertmanagers",
                "Where alerts are sent",
                new AlertmanagersEndpoint(services.alertmanagers())::answer);
        NotificationEndpoints notifications = new NotificationEndpoints(services.notifications());
        early("notifications", "What whoever looks at the pages is told", notifications::all);
        add(new Route(
                        API + "notifications/live",
                        GET,
                        "The same as events, as they come",
                        new RawHandler(notifications::live, cors, () -> Readiness.READY)))
                .answering("text/event-stream");
        DeliveriesEndpoint deliveries = new DeliveriesEndpoint(services.deliveries());
        get("notifications/deliveries", "Who was told of alerts", deliveries::answer);
    }

    private void search() {
        SearchEndpoints search = new SearchEndpoints(services);
        lines("metric_names", "Finds names of metrics", search::metricNames, INCLUDE_METADATA);
        lines("label_names", "Finds names of labels", search::labelNames);
        lines("label_values", "Finds values of a label", search::labelValues, LABEL.asRequired());
    }

    /// A search, whose answer has one JSON object a line.
    private void lines(String name, String summary, RawEndpoint endpoint, Parameter... more) {
        raw(API + "search/" + name, GET_OR_POST, summary, endpoint)
                .answering("application/x-ndjson", Parameters.ofSearch(more));
    }

    private void silences() {
        SilenceEndpoints silences =
                new SilenceEndpoints(services.silences(), services.silenceControl(), cors);
        routes.add(
                new Route(
                                API_2 + "silences",
                                SilenceEndpoints.LIST_METHODS,
                                "Silences; a POST sets one",
                                (exchange, _) -> silences.all(exchange))
                        .answering(JSON, FILTER));
        routes.add(
                new Route(
                                API_2 + "silence/" + Route.VARIABLE,
                                SilenceEndpoints.ONE_METHODS,
                                "One silence; a DELETE ends it",
                                silences::one)
                        .answering(JSON, SILENCE));
    }

    private void dashboards() {
        DashboardEndpoints dashboards =
                new DashboardEndpoints(services.dashboards(), views::storage, services.clock());
        get("dashboards", "What the pages show", dashboards::all);
        String one = "dashboards/" + Route.VARIABLE;
        api(
                        one,
                        DashboardEndpoints.ONE_METHODS,
                        "PUT saves a dashboard; DELETE removes what was saved",
                        dashboards::one)
                .with(DashboardEndpoints.NAME);
        raw(API + one + "/grafana", GET, "A dashboard as Grafana's", dashboards::grafana)
                .answering(JSON, DashboardEndpoints.NAME, DashboardEndpoints.LANGUAGE);
    }

    private void description(String prefix) {
        String version = services.status().buildInfo().version();
        OpenApi description = new OpenApi(routes, prefix, version);
        raw(API + "openapi.yaml", GET, "This description of all routes", description::answer)
                .answering("application/yaml", OpenApi.VERSION);
    }

    private void administration() {
        AdminEndpoints admin = new AdminEndpoints(services.admin());
        api("admin/tsdb/delete_series", POST_OR_PUT, "Deletes samples", admin::deleteSeries)
                .with(MATCH.asRequired(), START, END);
        api(
                "admin/tsdb/clean_tombstones",
                POST_OR_PUT,
                "Frees the room of what was deleted",
                admin::cleanTombstones);
        api("admin/tsdb/snapshot", POST_OR_PUT, "Copies the store", admin::snapshot)
                .with(SKIP_HEAD);
    }

    private void web() {
        PlainEndpoints plain = new PlainEndpoints(services.readiness(), services.metrics());
        text("/-/healthy", "Whether the process answers", GET_OR_HEAD, plain::healthy);
        text("/-/ready", "Whether the store can be used", GET_OR_HEAD, plain::ready);
        LifecycleEndpoints lifecycle = new LifecycleEndpoints(services.lifecycle());
        Set<String> change = LifecycleEndpoints.METHODS;
        text("/-/reload", "Loads the configuration again", change, lifecycle::reload);
        text("/-/quit", "Ends the process", change, lifecycle::quit);
        text("/metrics", "The process' own metrics", GET_OR_HEAD, plain::metrics);
        for (String path : List.of("/graph", "/query")) {
            add(new Route(
                            path,
                            GET,
                            new RawHandler(PageRedirect::answer, cors, () -> Readiness.READY),
                            "Leads to the page that shows a query",
                            List.of(),
                            JSON,
                            PageRedirect::answer))
                    .answering("text/plain", PageRedirect.EXPRESSION);
        }
        FederateEndpoint federate =
                new FederateEndpoint(
                        views::storage, lists, services.federation(), services.clock());
        raw("/federate", GET, "The newest samples, for another server", federate::answer)
                .answering("text/plain", MATCH);
    }

    private void receivers() {
        for (Map.Entry<String, BodyHandler> e : services.receivers().entrySet()) {
            text(
                    e.getKey(),
                    "Takes samples that another process pushes",
                    POST,
                    new ReceiverEndpoint(e.getValue(), services.readiness())::answer);
        }
        RemoteReadEndpoint read =
                new RemoteReadEndpoint(services.remoteRead(), services.readiness());
        text(API + "read", "Gives samples to another server", POST, read::answer)
                .answering("application/x-protobuf");
        String write = API + "write";
        if (!services.receivers().containsKey(write)) {
            text(
                    write,
                    "Takes samples that another process pushes; not enabled",
                    POST,
                    exchange ->
                            exchange.sendText(
                                    404,
                                    "remote write receiver needs to be enabled with"
                                            + " --web.enable-remote-write-receiver\n"));
        }
    }

    private Entry get(String name, String summary, ApiEndpoint endpoint) {
        return api(name, GET, summary, endpoint);
    }

    /// A route that answers also while the store can't.
    private void early(String name, String summary, ApiEndpoint endpoint) {
        RouteHandler handler = new ApiHandler(endpoint, cors, () -> Readiness.READY);
        add(new Route(API + name, GET, handler, summary, List.of(), JSON, endpoint::answer));
    }

    private Entry form(String name, String summary, ApiEndpoint endpoint) {
        return api(name, GET_OR_POST, summary, endpoint);
    }

    private Entry api(String name, Set<String> methods, String summary, ApiEndpoint endpoint) {
        RouteHandler handler = new ApiHandler(endpoint, cors, services.readiness());
        return add(
                new Route(
                        API + name, methods, handler, summary, List.of(), JSON, endpoint::answer));
    }

    private Entry raw(String path, Set<String> methods, String summary, RawEndpoint endpoint) {
        RouteHandler handler = new RawHandler(endpoint, cors, services.readiness());
        return add(new Route(path, methods, handler, summary, List.of(), JSON, endpoint::answer));
    }

    private Entry text(String path, String summary, Set<String> methods, PlainHandler handler) {
        return add(new Route(path, methods, summary, (exchange, _) -> handler.handle(exchange)));
    }

    private Entry add(Route route) {
        routes.add(route);
        return new Entry(routes.size() - 1);
    }

    /// Answers a route without a variable.
    @FunctionalInterface
    private interface PlainHandler {
        void handle(Exchange exchange) throws IOException;
    }

    /// A row of the table to which its parameters are yet to be added.
    private final class Entry {
        private final int at;

        Entry(int at) {
            this.at = at;
        }

        void with(Parameter... parameters) {
            answering(JSON, parameters);
        }

        void answering(String media, Parameter... parameters) {
            routes.set(at, routes.get(at).answering(media, parameters));
        }
    }
}
