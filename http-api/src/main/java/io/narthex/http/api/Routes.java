package io.narthex.http.api;

import io.narthex.http.BodyHandler;
import io.narthex.http.Content;
import io.narthex.http.HttpServerOptions;
import io.narthex.http.HttpServices;
import io.narthex.http.Readiness;
import io.narthex.http.json.JsonWriter;
import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The table of routes.
public final class Routes {
    static final String API = "/api/v1/";

    /// The part of Alertmanager's API that is here.
    private static final String API_2 = "/api/v2/";

    private static final Set<String> GET = Set.of("GET");
    private static final Set<String> GET_OR_HEAD = Set.of("GET", "HEAD");
    private static final Set<String> GET_OR_POST = Set.of("GET", "POST");
    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> POST_OR_PUT = Set.of("POST", "PUT");

    private final HttpServices services;
    private final Cors cors;
    private final List<Route> routes = new ArrayList<>();

    private Routes(HttpServices services, Cors cors) {
        this.services = services;
        this.cors = cors;
    }

    /// The router for everything that the services offer.
    public static Router router(HttpServerOptions options, HttpServices services) {
        Routes table = new Routes(services, new Cors(options.corsOrigin()));
        table.queries();
        table.targetsAndStatus();
        table.administration();
        table.silences();
        table.web();
        table.receivers();
        String prefix = options.routePrefix();
        int prefixLength = prefix.equals("/") ? 0 : prefix.length();
        return new Router(
                prefix, table.cors, table.routes, new StaticFiles(services.assets(), prefixLength));
    }

    private void queries() {
        ActiveQueries active = new ActiveQueries(services.clock());
        QueryEndpoints queries = new QueryEndpoints(services, active);
        LabelEndpoints labels = new LabelEndpoints(services.storage());
        api("query", GET_OR_POST, queries::instant);
        api("query_range", GET_OR_POST, queries::range);
        api("explain", GET_OR_POST, queries::explain);
        api("query_cost", GET_OR_POST, queries::cost);
        ActiveQueryEndpoints running = new ActiveQueryEndpoints(active, services.admin() != null);
        api("status/active_queries", GET, running::list);
        api("query/" + Route.VARIABLE, Set.of("DELETE"), running::cancel);
        ExemplarEndpoint exemplars = new ExemplarEndpoint(services.syntax(), services.exemplars());
        api("query_exemplars", GET_OR_POST, exemplars::query);
        SyntaxEndpoints syntax = new SyntaxEndpoints(services.syntax());
        api("format_query", GET_OR_POST, syntax::format);
        api("parse_query", GET_OR_POST, syntax::parse);
        api("labels", GET_OR_POST, labels::names);
        api("label/" + Route.VARIABLE + "/values", GET, labels::values);
        api("series", GET_OR_POST, labels::series);
    }

    private void targetsAndStatus() {
        TargetEndpoints targets = new TargetEndpoints(services.targets());
        StatusEndpoints status = new StatusEndpoints(services.status(), services.clock());
        api("targets", GET, targets::targets);
        api("scrape_pools", GET, targets::pools);
        api("metadata", GET, targets::metadata);
        api("targets/metadata", GET, targets::byTarget);
        api("status/buildinfo", GET, status::buildInfo);
        api("status/runtimeinfo", GET, status::runtimeInfo);
        api("status/flags", GET, status::flags);
        api("status/config", GET, status::config);
        api("status/tsdb", GET, new StoreEndpoint(services.store())::status);
        SloEndpoints slos = new SloEndpoints(services.slos(), services.clock());
        api("slos", GET, slos::all);
        api("slos/" + Route.VARIABLE, GET, slos::one);
        api("slos/" + Route.VARIABLE + "/budget", GET, slos::budget);
        api("features", GET, _ -> features());
        RuleEndpoints rules = new RuleEndpoints(services.rules());
        api("rules", GET, rules::rules);
        BacktestEndpoint backtests = new BacktestEndpoint(services.backtests(), services.clock());
        api("rules/backtest", POST, backtests::answer);
        AlertHistoryEndpoint history = new AlertHistoryEndpoint(services.alertHistory());
        api("alerts/history", GET, history::answer);
        api("alerts", GET, rules::alerts);
        api("alertmanagers", GET, _ -> alertmanagers());
        DeliveriesEndpoint deliveries = new DeliveriesEndpoint(services.deliveries());
        api("notifications/deliveries", GET, deliveries::answer);
        routes.add(new Route("/version", GET_OR_HEAD, (exchange, _) -> version(exchange, status)));
    }

    private void silences() {
        SilenceEndpoints silences =
                new SilenceEndpoints(services.silences(), services.silenceControl(), cors);
        routes.add(
                new Route(
                        API_2 + "silences",
                        SilenceEndpoints.LIST_METHODS,
                        (exchange, _) -> silences.all(exchange)));
        routes.add(
                new Route(
                        API_2 + "silence/" + Route.VARIABLE,
                        SilenceEndpoints.ONE_METHODS,
                        silences::one));
    }

    private void administration() {
        AdminEndpoints admin = new AdminEndpoints(services.admin());
        api("admin/tsdb/delete_series", POST_OR_PUT, admin::deleteSeries);
        api("admin/tsdb/clean_tombstones", POST_OR_PUT, admin::cleanTombstones);
        api("admin/tsdb/snapshot", POST_OR_PUT, admin::snapshot);
    }

    private void web() {
        routes.add(
                new Route(
                        "/-/healthy",
                        GET_OR_HEAD,
                        (exchange, _) ->
                                exchange.sendText(200, "Prometheus Server is Healthy.\n")));
        routes.add(new Route("/-/ready", GET_OR_HEAD, (exchange, _) -> ready(exchange)));
        LifecycleEndpoints lifecycle = new LifecycleEndpoints(services.lifecycle());
        routes.add(
                new Route(
                        "/-/reload",
                        LifecycleEndpoints.METHODS,
                        (exchange, _) -> lifecycle.reload(exchange)));
        routes.add(
                new Route(
                        "/-/quit",
                        LifecycleEndpoints.METHODS,
                        (exchange, _) -> lifecycle.quit(exchange)));
        routes.add(new Route("/metrics", GET_OR_HEAD, (exchange, _) -> metrics(exchange)));
    }

    private void receivers() {
        for (Map.Entry<String, BodyHandler> e : services.receivers().entrySet()) {
            routes.add(
                    new Route(e.getKey(), POST, (exchange, _) -> receive(exchange, e.getValue())));
        }
        String write = API + "write";
        if (!services.receivers().containsKey(write)) {
            routes.add(
                    new Route(
                            write,
                            POST,
                            (exchange, _) ->
                                    exchange.sendText(
                                            404,
                                            "remote write receiver needs to be enabled with"
                                                    + " --web.enable-remote-write-receiver\n")));
        }
    }

    private void api(String name, Set<String> methods, ApiEndpoint endpoint) {
        routes.add(
                new Route(
                        API + name, methods, new ApiHandler(endpoint, cors, services.readiness())));
    }

    private void ready(Exchange exchange) throws IOException {
        Readiness readiness = services.readiness().get();
        if (!ReadinessGate.refuses(readiness, exchange)) {
            String stage = readiness.stage();
            exchange.sendText(
                    200, "Prometheus Server is Ready.\n" + (stage.isEmpty() ? "" : stage + "\n"));
        }
    }

    private void metrics(Exchange exchange) throws IOException {
        Content content = services.metrics().render(exchange.request().header("Accept"));
        exchange.header("Content-Type", content.type());
        ContentCoding coding = ContentCoding.choose(exchange.request().header("Accept-Encoding"));
        new ResponseBody(exchange, 200, coding).write(content.body(), content.body().length, true);
    }

    private void receive(Exchange exchange, BodyHandler handler) throws IOException {
        if (ReadinessGate.refuses(services.readiness().get(), exchange)) {
            return;
        }
        BodyHandler.Reply reply =
                handler.handle(exchange.request()::header, exchange.request().body());
        reply.headers().forEach(exchange::header);
        if (reply.text().isEmpty()) {
            exchange.send(reply.status(), new byte[0]);
        } else {
            exchange.sendText(reply.status(), reply.text() + "\n");
        }
    }

    private static void version(Exchange exchange, StatusEndpoints status) throws IOException {
        exchange.header("Content-Type", "application/json");
        JsonWriter out = new JsonWriter(new ResponseBody(exchange, 200, ContentCoding.IDENTITY));
        status.writeBuildInfo(out);
        out.finish();
    }

    private ApiResponse features() {
        return ApiResponse.of(
                out -> {
                    out.beginObject();
                    for (var category : new TreeMap<>(services.features()).entrySet()) {
                        out.name(category.getKey()).beginObject();
                        for (var feature : new TreeMap<>(category.getValue()).entrySet()) {
                            out.name(feature.getKey()).value(feature.getValue());
                        }
                        out.endObject();
                    }
                    out.endObject();
                });
    }

    private ApiResponse alertmanagers() {
        return ApiResponse.of(
                out -> {
                    out.beginObject();
                    urls(out.name("activeAlertmanagers"), services.alertmanagers().active());
                    urls(out.name("droppedAlertmanagers"), services.alertmanagers().dropped());
                    out.endObject();
                });
    }

    private static void urls(JsonWriter out, List<URI> urls) throws IOException {
        out.beginArray();
        for (URI url : urls) {
            out.beginObject().name("url").value(url.toString()).endObject();
        }
        out.endArray();
    }
}
