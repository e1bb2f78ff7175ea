package io.narthex.http;

import io.narthex.model.ExemplarQueryable;
import io.narthex.model.Queryable;
import io.narthex.promql.parser.ParserOptions;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What the API serves, gathered by whoever wires the process.
///
/// @param queries the engine
/// @param syntax what `format_query` and `parse_query` take: what the engine takes
/// @param advisor what is said of a query beside its answer
/// @param observer hears of every query that has ended
/// @param storage what is queried, and where label names and values come from
/// @param exemplars where exemplars are read
/// @param federation how samples are given to other servers
/// @param store what is told of the store
/// @param slos objectives and their budgets
/// @param alertmanagers where alerts are sent
/// @param rules rules and alerts
/// @param backtests what alerts would have done
/// @param alertHistory what alerts went through
/// @param deliveries who is told of alerts without an Alertmanager
/// @param silences of which alerts nobody is told
/// @param silenceControl what sets and ends silences; null where nobody may
/// @param admin what changes the store; null where nobody may
/// @param annotations what was noted about times
/// @param dashboards what the pages show
/// @param demo what lets things go wrong; null where this is not the demo
/// @param lifecycle what reloads and ends the process; null where nobody may
/// @param features what is on and off, by category and name
/// @param receivers handlers of POST requests by path below the route prefix, such as
///     `/api/v1/write`
/// @param remoteRead what answers `/api/v1/read`; null where nothing does
/// @param jobs how targets are found
/// @param notifications what whoever looks at the pages is told
/// @param selfMetrics the process' own metrics
/// @param search how names and values of labels may be searched
/// @param clock the time of queries that name none
///
/// Thread safety: immutable.
public record HttpServices(
        QueryPreparer queries,
        ParserOptions syntax,
        QueryAdvisor advisor,
        QueryObserver observer,
        Queryable storage,
        ExemplarQueryable exemplars,
        Federation federation,
        TargetsView targets,
        StatusView status,
        StoreView store,
        SloView slos,
        AlertmanagersView alertmanagers,
        RulesView rules,
        BacktestView backtests,
        AlertHistoryView alertHistory,
        DeliveriesView deliveries,
        SilencesView silences,
        @Nullable SilenceControl silenceControl,
        @Nullable StoreAdmin admin,
        Annotations annotations,
        Dashboards dashboards,
        @Nullable DemoControl demo,
        @Nullable Lifecycle lifecycle,
        Map<String, Map<String, Boolean>> features,
        MetricsSource metrics,
        Supplier<Readiness> readiness,
        StaticAssets assets,
        Map<String, BodyHandler> receivers,
        @Nullable StreamingHandler remoteRead,
        JobsView jobs,
        Notifications notifications,
        SearchOptions search,
        SelfMetrics selfMetrics,
        InstantSource clock) {
    /// Copies the map.
    public HttpServices {
        receivers = Map.copyOf(receivers);
    }

    /// A builder with nothing but queries: no advice, no targets, no metrics, no files; always
    /// ready.
    ///
    /// @param queries usually `engine::prepare`
    public static Builder builder(QueryPreparer queries, Queryable storage) {
        return new Builder(queries, storage);
    }

    /// Collects services.
    ///
    /// Thread safety: for one thread.
    public static final class Builder {
        private final QueryPreparer queries;
        private final Queryable storage;
        private final Map<String, BodyHandler> receivers = new LinkedHashMap<>();
        private ParserOptions syntax = ParserOptions.STABLE;
        private QueryAdvisor advisor = QueryAdvisor.NONE;
        private QueryObserver observer = QueryObserver.NONE;
        private ExemplarQueryable exemplars = ExemplarQueryable.NONE;
        private Federation federation = Federation.DEFAULTS;
        private TargetsView targets = TargetsView.NONE;
        private StatusView status = new PlainStatus(Instant.now());
        private StoreView store = StoreView.NONE;
        private SloView slos = SloView.NONE;
        private AlertmanagersView alertmanagers = AlertmanagersView.NONE;
        private RulesView rules = RulesView.NONE;
        private BacktestView backtests = BacktestView.NONE;
        private AlertHistoryView history = AlertHistoryView.NONE;
        private DeliveriesView deliveries = DeliveriesView.NONE;
        private SilencesView silences = SilencesView.NONE;
        private @Nullable SilenceControl silenceControl;
        private @Nullable StoreAdmin admin;
        private Annotations annotations = Annotations.NONE;
        private Dashboards dashboards = Dashboards.NONE;
        private @Nullable DemoControl demo;
        private @Nullable Lifecycle lifecycle;
        private Map<String, Map<String, Boolean>> features = Map.of();
        private MetricsSource metrics =
                _ -> new Content("text/plain; version=0.0.4; charset=utf-8", new byte[0]);
        private Supplier<Readiness> readiness = () -> Readiness.READY;
        private StaticAssets assets = StaticAssets.NONE;
        private @Nullable StreamingHandler remoteRead;
        private JobsView jobs = JobsView.NONE;
        private @Nullable Notifications notifications;
        private SearchOptions search = SearchOptions.DISABLED;
        private SelfMetrics selfMetrics = SelfMetrics.NONE;
        private InstantSource clock = InstantSource.system();

        private Builder(QueryPreparer queries, Queryable storage) {
            this.queries = queries;
            this.storage = storage;
        }

        /// The engine's syntax; the stable one if never called.
        public Builder syntax(ParserOptions options) {
            syntax = options;
            return this;
        }

        /// What is said of a query beside its answer.
        public Builder advisor(QueryAdvisor queryAdvisor) {
            advisor = queryAdvisor;
            return this;
        }

        /// Who hears of every query that has ended; nobody if never called.
        public Builder observer(QueryObserver queryObserver) {
            observer = queryObserver;
            return this;
        }

        /// Where exemplars are read; nowhere if never called.
        public Builder exemplars(ExemplarQueryable source) {
            exemplars = source;
            return this;
        }

        /// How samples are given to other servers; with Prometheus' defaults if never called.
        public Builder federation(Federation settings) {
            federation = settings;
            return this;
        }

        /// Targets and their metadata.
        public Builder targets(TargetsView view) {
            targets = view;
            return this;
        }

        /// Build, flags, configuration.
        public Builder status(StatusView view) {
            status = view;
            return this;
        }

        /// What is told of the store.
        public Builder store(StoreView view) {
            store = view;
            return this;
        }

        /// Where alerts are sent; nowhere if never called.
        public Builder alertmanagers(AlertmanagersView view) {
            alertmanagers = view;
            return this;
        }

        /// Objectives and their budgets; none if never called.
        public Builder slos(SloView view) {
            slos = view;
            return this;
        }

        /// Rules and alerts; none if never called.
        public Builder rules(RulesView view) {
            rules = view;
            return this;
        }

        /// What alerts would have done; nobody knows if never called.
        public Builder backtests(BacktestView view) {
            backtests = view;
            return this;
        }

        /// What alerts went through; nothing if never called.
        public Builder alertHistory(AlertHistoryView view) {
            history = view;
            return this;
        }

        /// Who is told of alerts without an Alertmanager; nobody if never called.
        public Builder deliveries(DeliveriesView view) {
            deliveries = view;
            return this;
        }

        /// Of which alerts nobody is told; none if never called.
        public Builder silences(SilencesView view) {
            silences = view;
            return this;
        }

        /// What sets and ends silences; nobody may if never called.
        public Builder silenceControl(SilenceControl control) {
            silenceControl = control;
            return this;
        }

        /// What changes the store; nobody may if never called.
        public Builder admin(StoreAdmin storeAdmin) {
            admin = storeAdmin;
            return this;
        }

        /// What was noted about times; nothing if never called.
        public Builder annotations(Annotations notes) {
            annotations = notes;
            return this;
        }

        /// What the pages show; nothing if never called.
        public Builder dashboards(Dashboards shown) {
            dashboards = shown;
            return this;
        }

        /// What lets things go wrong; this is not the demo if never called.
        public Builder demo(@Nullable DemoControl control) {
            demo = control;
            return this;
        }

        /// What reloads and ends the process; nobody may if never called.
        public Builder lifecycle(Lifecycle processLifecycle) {
            lifecycle = processLifecycle;
            return this;
        }

        /// What is on and off, by category and name; must not change any more.
        public Builder features(Map<String, Map<String, Boolean>> table) {
            features = table;
            return this;
        }

        /// The process' own metrics.
        public Builder metrics(MetricsSource source) {
            metrics = source;
            return this;
        }

        /// Asked at every request that needs a ready store; must be cheap.
        public Builder readiness(Supplier<Readiness> supplier) {
            readiness = supplier;
            return this;
        }

        /// The browser application; `/` serves its `index.html`.
        public Builder assets(StaticAssets files) {
            assets = files;
            return this;
        }

        /// A handler for POST requests to a path below the route prefix.
        public Builder receiver(String path, BodyHandler handler) {
            receivers.put(path, handler);
            return this;
        }

        /// What answers `/api/v1/read`; nothing does if never called.
        public Builder remoteRead(StreamingHandler handler) {
            remoteRead = handler;
            return this;
        }

        /// How targets are found; nobody knows if never called.
        public Builder jobs(JobsView view) {
            jobs = view;
            return this;
        }

        /// What whoever looks at the pages is told; nothing if never called.
        public Builder notifications(Notifications source) {
            notifications = source;
            return this;
        }

        /// The process' own metrics one by one; none if never called.
        public Builder selfMetrics(SelfMetrics source) {
            selfMetrics = source;
            return this;
        }

        /// How names and values of labels may be searched; not at all if never called.
        public Builder search(SearchOptions options) {
            search = options;
            return this;
        }

        /// The time of queries that name none.
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /// The services.
        public HttpServices build() {
            return new HttpServices(
                    queries,
                    syntax,
                    advisor,
                    observer,
                    storage,
                    exemplars,
                    federation,
                    targets,
                    status,
                    store,
                    slos,
                    alertmanagers,
                    rules,
                    backtests,
                    history,
                    deliveries,
                    silences,
                    silenceControl,
                    admin,
                    annotations,
                    dashboards,
                    demo,
                    lifecycle,
                    features,
                    metrics,
                    readiness,
                    assets,
                    receivers,
                    remoteRead,
                    jobs,
                    notifications == null
                            ? new Notifications(Notifications.DEFAULT_SUBSCRIBERS, clock)
                            : notifications,
                    search,
                    selfMetrics,
                    clock);
        }
    }
}
