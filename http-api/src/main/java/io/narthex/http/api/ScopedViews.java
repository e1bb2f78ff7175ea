package io.narthex.http.api;

import io.narthex.http.HttpServices;
import io.narthex.http.TargetsView;
import io.narthex.http.security.Scope;
import io.narthex.model.ExemplarQueryable;
import io.narthex.model.Queryable;

import java.util.concurrent.ConcurrentHashMap;

/// What a request may see of the store and the targets.
///
/// Thread safety: safe for concurrent calls.
final class ScopedViews {
    /// Scopes come from a file, which may change any number of times.
    private static final int MAX_KEPT = 100;

    private final HttpServices services;
    private final ConcurrentHashMap<Scope, ScopedQueryable> kept = new ConcurrentHashMap<>();

    ScopedViews(HttpServices services) {
        this.services = services;
    }

    Queryable storage(ApiRequest request) {
        Scope scope = scope(request);
        return scope.isAll() ? services.storage() : of(scope);
    }

    ExemplarQueryable exemplars(ApiRequest request) {
        Scope scope = scope(request);
        return scope.isAll() ? services.exemplars() : of(scope);
    }

    TargetsView targets(ApiRequest request) {
        Scope scope = scope(request);
        return scope.isAll() ? services.targets() : new ScopedTargets(services.targets(), scope);
    }

    /// Whether a request may see everything.
    static boolean seesAll(ApiRequest request) {
        return scope(request).isAll();
    }

    private static Scope scope(ApiRequest request) {
        return request.exchange().caller().scope();
    }

    /// The engine keeps what it knows of a store, so that there is one for each scope.
    private ScopedQueryable of(Scope scope) {
        if (kept.size() > MAX_KEPT) {
            kept.clear();
        }
        return kept.computeIfAbsent(
                scope, _ -> new ScopedQueryable(services.storage(), services.exemplars(), scope));
    }
}
