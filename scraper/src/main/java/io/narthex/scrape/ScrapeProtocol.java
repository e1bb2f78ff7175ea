package io.narthex.scrape;

/// An exposition format, by the name it has in the configuration.
public enum ScrapeProtocol {
    PROMETHEUS_PROTO("PrometheusProto"),
    PROMETHEUS_TEXT_0_0_4("PrometheusText0.0.4"),
    PROMETHEUS_TEXT_1_0_0("PrometheusText1.0.0"),
    OPEN_METRICS_TEXT_0_0_1("OpenMetricsText0.0.1"),
    OPEN_METRICS_TEXT_1_0_0("OpenMetricsText1.0.0");

    private final String configName;

    ScrapeProtocol(String configName) {
        this.configName = configName;
    }

    /// The name in the configuration, such as `PrometheusText0.0.4`; case matters.
    public String configName() {
        return configName;
    }
}
