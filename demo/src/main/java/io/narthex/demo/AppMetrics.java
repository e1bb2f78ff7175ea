package io.narthex.demo;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// Everything the sample application says about itself, under the names that a FastAPI service
/// with the usual middleware exposes.
///
/// Thread safety: safe for concurrent calls.
final class AppMetrics {
    /// Bucket bounds in seconds. 0.8 is there because the service promises its 95th percentile
    /// below 800 ms: a quantile is only exact at a bound.
    private static final double[] SECONDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 2.5, 5
    };

    private static final double NANOS_PER_SECOND = 1e9;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests;
    private final Histogram requestSeconds;
    private final Gauge inProgress;
    private final Counter predictions;
    private final Histogram predictionSeconds;

    AppMetrics() {
        requests =
                Counter.builder()
                        .name("fastapi_request_count")
                        .help("Requests answered.")
                        .labelNames("endpoint", "method", "status_code")
                        .register(registry);
        requestSeconds =
                Histogram.builder()
                        .name("fastapi_request_duration_seconds")
                        .help("Time from reading a request to writing its answer.")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .labelNames("endpoint", "method")
                        .register(registry);
        inProgress =
                Gauge.builder()
                        .name("fastapi_requests_in_progress")
                        .help("Requests being answered now.")
                        .register(registry);
        predictions =
                Counter.builder()
                        .name("fastapi_predict_count")
                        .help("Predictions asked for, by model.")
                        .labelNames("model", "status_code")
                        .register(registry);
        predictionSeconds =
                Histogram.builder()
                        .name("fastapi_predict_duration_seconds")
                        .help("Time of a prediction, waiting for the model included.")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .labelNames("model")
                        .register(registry);
        ProcessMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
    }

    PrometheusRegistry registry() {
        return registry;
    }

    /// Tells of the workers from now on.
    void show(Workers workers) {
        GaugeWithCallback.builder()
                .name("fastapi_workers")
                .help("Workers, each of which answers one request at a time.")
                .callback(callback -> callback.call(workers.count()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("fastapi_workers_busy")
                .help("Workers that answer a request now.")
                .callback(callback -> callback.call(workers.busy()))
                .register(registry);
    }

    void requestStarted() {
        inProgress.inc();
    }

    void requestEnded(String endpoint, String method, int status, long nanos) {
        inProgress.dec();
        requests.labelValues(endpoint, method, Integer.toString(status)).inc();
        requestSeconds.labelValues(endpoint, method).observe(nanos / NANOS_PER_SECOND);
    }

    void predicted(String model, int status, long nanos) {
        predictions.labelValues(model, Integer.toString(status)).inc();
        predictionSeconds.labelValues(model).observe(nanos / NANOS_PER_SECOND);
    }
}
