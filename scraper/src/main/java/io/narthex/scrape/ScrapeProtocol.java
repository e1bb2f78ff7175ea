package io.narthex.scrape;

import java.util.List;

/// An exposition format, by the name it has in the configuration.
public enum ScrapeProtocol {
    PROMETHEUS_PROTO(
            "PrometheusProto",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                    + "encoding=delimited"),
    PROMETHEUS_TEXT_0_0_4("PrometheusText0.0.4", "text/plain;version=0.0.4"),
    PROMETHEUS_TEXT_1_0_0("PrometheusText1.0.0", "text/plain;version=1.0.0", true),
    OPEN_METRICS_TEXT_0_0_1("OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1"),
    OPEN_METRICS_TEXT_1_0_0(
            "OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0", true);

    /// Those that targets are asked for unless a job says otherwise, best first.
    public static final List<ScrapeProtocol> DEFAULTS =
            List.of(
                    OPEN_METRICS_TEXT_1_0_0,
                    OPEN_METRICS_TEXT_0_0_1,
                    PROMETHEUS_TEXT_1_0_0,
                    PROMETHEUS_TEXT_0_0_4);

    /// The same, with the format that alone has native histograms before them.
    public static final List<ScrapeProtocol> PROTO_FIRST =
            List.of(
                    PROMETHEUS_PROTO,
                    OPEN_METRICS_TEXT_1_0_0,
                    OPEN_METRICS_TEXT_0_0_1,
                    PROMETHEUS_TEXT_1_0_0,
                    PROMETHEUS_TEXT_0_0_4);

    private final String configName;
    private final String mediaType;
    private final boolean escapes;

    ScrapeProtocol(String configName, String mediaType) {
        this(configName, mediaType, false);
    }

    ScrapeProtocol(String configName, String mediaType, boolean escapes) {
        this.configName = configName;
        this.mediaType = mediaType;
        this.escapes = escapes;
    }

    /// How a request asks for it, such as `text/plain;version=0.0.4`.
    ///
    /// @param escaping what it asks for in formats that know of escaping
    public String mediaType(NameScheme.Escaping escaping) {
        return escapes ? mediaType + ";escaping=" + escaping.configName() : mediaType;
    }

    /// The name in the configuration, such as `PrometheusText0.0.4`; case matters.
    public String configName() {
        return configName;
    }
}
