package io.narthex.server;

import io.narthex.http.HttpServerOptions;
import io.narthex.promql.EngineOptions;
import io.narthex.rules.RuleOptions;
import io.narthex.tsdb.TsdbOptions;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// How a server runs, as its flags say.
///
/// @param http addresses and limits of the HTTP server
/// @param engine limits of queries
/// @param queryHints whether answers tell of the usual mistakes of their queries
/// @param slowQueries queries that take as long are logged; zero for none
/// @param storage how the store behaves; a retention in the configuration wins
/// @param receivers which samples that others push are taken
/// @param adminApi whether `/api/v1/admin` may change the store
/// @param externalUrl where others reach this server; null where nobody said
/// @param rules how rules are evaluated; where others reach this server is filled in
/// @param alerting how others hear of alerts
/// @param api limits of the HTTP API
/// @param flags every flag with its value, for the status page
///
/// Thread safety: immutable.
public record ServerOptions(
        HttpServerOptions http,
        EngineOptions engine,
        boolean queryHints,
        Duration slowQueries,
        TsdbOptions storage,
        ReceiverOptions receivers,
        boolean adminApi,
        @Nullable URI externalUrl,
        RuleOptions rules,
        AlertingOptions alerting,
        ApiOptions api,
        Map<String, String> flags) {
    /// Copies the map.
    public ServerOptions {
        flags = Map.copyOf(flags);
    }

    /// The same under another address.
    public ServerOptions withExternalUrl(@Nullable URI url) {
        return new ServerOptions(
                http,
                engine,
                queryHints,
                slowQueries,
                storage,
                receivers,
                adminApi,
                url,
                rules,
                alerting,
                api,
                flags);
    }

    /// The same with another store.
    public ServerOptions withStorage(TsdbOptions other) {
        return new ServerOptions(
                http,
                engine,
                queryHints,
                slowQueries,
                other,
                receivers,
                adminApi,
                externalUrl,
                rules,
                alerting,
                api,
                flags);
    }

    /// Options with Prometheus' defaults for rules and alerts.
    ///
    /// @param remoteWriteReceiver whether remote write is taken, with the usual features
    public ServerOptions(
            HttpServerOptions http,
            EngineOptions engine,
            boolean queryHints,
            TsdbOptions storage,
            boolean remoteWriteReceiver,
            boolean adminApi,
            @Nullable URI externalUrl,
            Map<String, String> flags) {
        this(
                http,
                engine,
                queryHints,
                Duration.ZERO,
                storage,
                ReceiverOptions.of(remoteWriteReceiver),
                adminApi,
                externalUrl,
                RuleOptions.of(""),
                AlertingOptions.DEFAULTS,
                ApiOptions.DEFAULTS,
                flags);
    }

    /// The same with other options of rules.
    public ServerOptions withRules(RuleOptions options) {
        return new ServerOptions(
                http,
                engine,
                queryHints,
                slowQueries,
                storage,
                receivers,
                adminApi,
                externalUrl,
                options,
                alerting,
                api,
                flags);
    }

    /// The same where other samples are taken that others push.
    public ServerOptions withReceivers(ReceiverOptions options) {
        return new ServerOptions(
                http,
                engine,
                queryHints,
                slowQueries,
                storage,
                options,
                adminApi,
                externalUrl,
                rules,
                alerting,
                api,
                flags);
    }

    /// The same where others hear of alerts otherwise.
    public ServerOptions withAlerting(AlertingOptions options) {
        return new ServerOptions(
                http,
                engine,
                queryHints,
                slowQueries,
                storage,
                receivers,
                adminApi,
                externalUrl,
                rules,
                options,
                api,
                flags);
    }

    /// The same with other limits of the HTTP API.
    public ServerOptions withApi(ApiOptions options) {
        return new ServerOptions(
                http,
                engine,
                queryHints,
                slowQueries,
                storage,
                receivers,
                adminApi,
                externalUrl,
                rules,
                alerting,
                options,
                flags);
    }

    /// Prometheus' defaults, in memory only, listening where `http` says.
    public static ServerOptions of(HttpServerOptions http) {
        return new ServerOptions(
                http,
                EngineOptions.DEFAULTS,
                true,
                TsdbOptions.DEFAULTS,
                false,
                false,
                null,
                Map.of());
    }
}
