package io.narthex.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;

import java.util.TreeSet;

class VirtualMachineMetricsTest {
    @Test
    void register_hasAllThatTheLibraryHas() {
        PrometheusRegistry all = new PrometheusRegistry();
        JvmMetrics.builder().register(all);
        PrometheusRegistry ours = new PrometheusRegistry();
        VirtualMachineMetrics.register(ours);
        assertThat(names(ours)).isNotEmpty().isEqualTo(names(all));
    }

    private static TreeSet<String> names(PrometheusRegistry registry) {
        TreeSet<String> names = new TreeSet<>();
        registry.scrape().forEach(metric -> names.add(metric.getMetadata().getName()));
        return names;
    }
}
