package io.narthex.http.api;

import io.narthex.http.Dashboards;
import io.narthex.http.net.Exchange;
import io.narthex.http.security.Caller;
import io.narthex.http.security.Role;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// `dashboards`, which Prometheus does not have: what the pages show, read and kept as JSON.
///
/// Thread safety: safe for concurrent calls.
final class DashboardEndpoints {
    static final Set<String> ONE_METHODS = Set.of("PUT", "DELETE");

    static final Parameter NAME = Parameter.ofPath("name", "The dashboard's name");

    static final Parameter LANGUAGE =
            Parameter.of("lang", "Of its texts: `en`, which is the default, or `ko`").onlyInUrl();

    private static final List<String> LANGUAGES = List.of("en", "ko");

    /// A service that is down for a while keeps its dashboard: then it is needed most.
    private static final Duration RECENT = Duration.ofHours(1);

    private final Dashboards dashboards;
    private final Function<ApiRequest, Queryable> storage;
    private final InstantSource clock;

    /// @param storage what a request may see of the store
    DashboardEndpoints(
            Dashboards dashboards, Function<ApiRequest, Queryable> storage, InstantSource clock) {
        this.dashboards = dashboards;
        this.storage = storage;
        this.clock = clock;
    }

    /// `dashboards`: all that there are.
    ApiResponse all(ApiRequest request) {
        byte[] all = dashboards.all(view(request));
        return ApiResponse.of(out -> out.json(all));
    }

    /// `dashboards/{name}`: keeps one, or removes it.
    ApiResponse one(ApiRequest request) throws ApiException {
        if (!mayChange(request)) {
            throw new ApiException(
                    ErrorType.FORBIDDEN,
                    "saving dashboards needs --web.enable-admin-api or --web.enable-lifecycle,"
                            + " or a token of the role write or admin");
        }
        String name = request.pathParam();
        if (request.exchange().request().method().equals("DELETE")) {
            SameOrigin.checkOrigin(request.exchange());
            return delete(name);
        }
        SameOrigin.check(request.exchange());
        byte[] saved;
        try {
            saved = dashboards.save(name, request.exchange().request().body(), view(request));
        } catch (IllegalArgumentException e) {
            throw ApiException.badData(String.valueOf(e.getMessage()));
        }
        return ApiResponse.of(out -> out.json(saved));
    }

    private ApiResponse delete(String name) throws ApiException {
        if (!dashboards.delete(name)) {
            throw new ApiException(
                    ErrorType.NOT_FOUND, "no dashboard is saved as " + ApiException.quote(name));
        }
        return ApiResponse.of(out -> out.beginObject().name("name").value(name).endObject());
    }

    /// `dashboards/{name}/grafana`: one as a file that Grafana imports.
    void grafana(ApiRequest request) throws ApiException, IOException {
        String language = request.urlParams().get("lang");
        if (!language.isEmpty() && !LANGUAGES.contains(language)) {
            throw ApiException.invalidParameter("lang", "expected one of " + LANGUAGES);
        }
        String name = request.pathParam();
        byte[] file = dashboards.grafana(name, language.isEmpty() ? "en" : language, view(request));
        if (file == null) {
            throw new ApiException(
                    ErrorType.NOT_FOUND, "there is no dashboard " + ApiException.quote(name));
        }
        Exchange exchange = request.exchange();
        exchange.header("Content-Type", "application/json");
        // A name that is found has nothing in it that would need quoting.
        exchange.header("Content-Disposition", "attachment; filename=\"" + name + ".json\"");
        exchange.send(200, file);
    }

    private boolean mayChange(ApiRequest request) {
        Caller caller = request.exchange().caller();
        boolean known = !caller.name().isEmpty() && caller.role() != Role.READ;
        return dashboards.isOpen() || known;
    }

    /// Whoever sees only some series does not see what others saved: it may name the rest.
    private Dashboards.View view(ApiRequest request) {
        Queryable seen = storage.apply(request);
        Predicate<String> isScraped = metric -> isScraped(seen, metric);
        return new Dashboards.View(ScopedViews.seesAll(request), isScraped);
    }

    private boolean isScraped(Queryable seen, String metric) {
        long now = clock.millis();
        long from = now - RECENT.toMillis();
        LabelMatcher matcher = LabelMatcher.equal(Labels.NAME, metric);
        try (Querier querier = seen.querier(from, now)) {
            SeriesSet set = querier.select(SelectHints.range(from, now), List.of(matcher));
            SeriesCursor cursor = set.cursor();
            for (int i = 0; i < set.size(); i++) {
                SeriesData series = cursor.at(i);
                if (series.lowerBound(from) < series.count()) {
                    return true;
                }
            }
            return false;
        }
    }
}
