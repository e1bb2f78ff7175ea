package io.narthex.server.metrics;

import io.narthex.promql.EngineLoad;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.function.Supplier;

/// What the engine of queries has to do.
///
/// Thread safety: safe for concurrent calls.
record QueryMetrics(Supplier<EngineLoad> load) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
        EngineLoad l = load.get();
        return new Snapshots()
                .gauge("prometheus_engine_queries", "Queries that run or wait.", l.queries())
                .gauge(
                        "prometheus_engine_queries_concurrent_max",
                        "Queries that may run at once.",
                        l.limits().maxConcurrent())
                .gauge("narthex_engine_queries_waiting", "Queries that wait.", l.waiting())
                .gauge(
                        "narthex_engine_threads_busy",
                        "Threads that work for queries at the moment.",
                        l.busyThreads())
                .gauge(
                        "narthex_engine_held_bytes",
                        "Memory that running queries hold.",
                        l.heldBytes())
                .gauge(
                        "narthex_engine_max_bytes",
                        "Memory that all queries may hold together.",
                        l.limits().totalBytes())
                .build();
    }
}
