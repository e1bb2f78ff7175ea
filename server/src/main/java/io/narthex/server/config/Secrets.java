package io.narthex.server.config;

import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlSpan;

import java.util.ArrayList;
import java.util.List;

/// Hides what a configuration has of secrets, for everybody may see it at `/api/v1/status/config`.
final class Secrets {
    /// As Prometheus shows them.
    private static final String HIDDEN = "<secret>";

    private Secrets() {}

    /// The text of a configuration that has been read, without passwords, and without the addresses
    /// of hooks: who knows one may post there.
    static String hidden(String yaml, YamlMapping top) {
        List<YamlSpan> spans = new ArrayList<>();
        for (YamlMapping receiver : top.mapping("notifications").mappings("receivers")) {
            add(spans, receiver.mapping("webhook"), "url");
            add(spans, receiver.mapping("slack"), "url");
            add(spans, receiver.mapping("email"), "password");
        }
        for (YamlMapping alertmanager : top.mapping("alerting").mappings("alertmanagers")) {
            HttpClientReader.secrets(alertmanager, spans);
            DiscoveryReader.secrets(alertmanager, spans);
        }
        for (YamlMapping job : top.mappings("scrape_configs")) {
            HttpClientReader.secrets(job, spans);
            DiscoveryReader.secrets(job, spans);
        }
        return YamlSpan.replace(yaml, spans, HIDDEN);
    }

    static void add(List<YamlSpan> spans, YamlMapping block, String key) {
        YamlSpan span = block.span(key);
        if (span != null) {
            spans.add(span);
        }
    }
}
