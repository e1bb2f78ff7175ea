package io.narthex.server.config;

import io.narthex.model.relabel.RelabelRule;
import io.narthex.scrape.TargetGroup;
import io.narthex.yaml.YamlMapping;

import java.time.Duration;
import java.util.List;

/// An entry of `alerting.alertmanagers`.
///
/// @param scheme `http` or `https`
/// @param pathPrefix before `/api/v2/alerts`; may be empty
/// @param timeout longest request
/// @param followRedirects whether an answer may send the request elsewhere
/// @param targetGroups addresses
/// @param relabelRules applied to the addresses' labels
/// @param alertRelabelRules applied to alerts that are sent there
///
/// Thread safety: immutable.
public record AlertmanagerConfig(
        String scheme,
        String pathPrefix,
        Duration timeout,
        boolean followRedirects,
        List<TargetGroup> targetGroups,
        List<RelabelRule> relabelRules,
        List<RelabelRule> alertRelabelRules) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /// What the entry holds while it is read.
    private static final class Draft {
        String scheme = "http";
        String pathPrefix = "";
        Duration timeout = DEFAULT_TIMEOUT;
        boolean followRedirects = true;
    }

    /// Copies the lists.
    public AlertmanagerConfig {
        targetGroups = List.copyOf(targetGroups);
        relabelRules = List.copyOf(relabelRules);
        alertRelabelRules = List.copyOf(alertRelabelRules);
    }

    static AlertmanagerConfig read(YamlMapping entry) {
        Draft draft = new Draft();
        entry.text("scheme", s -> draft.scheme = ScrapeConfigReader.scheme(s));
        entry.text("path_prefix", s -> draft.pathPrefix = s);
        entry.duration("timeout", d -> draft.timeout = d);
        entry.text("api_version", AlertmanagerConfig::requireKnown);
        entry.flag("follow_redirects", b -> draft.followRedirects = b);
        // HTTP/1.1 is what is spoken, which the key allows either way.
        entry.flag("enable_http2", _ -> {});
        List<RelabelRule> relabelRules = RelabelReader.read(entry, "relabel_configs");
        List<RelabelRule> alertRelabelRules = RelabelReader.read(entry, "alert_relabel_configs");
        List<TargetGroup> groups = ScrapeConfigReader.targetGroups(entry, relabelRules.isEmpty());
        HttpClientReader.refuse(entry);
        entry.notSupportedYet("file_sd_configs", "http_sd_configs", "dns_sd_configs");
        entry.notSupportedYet("sigv4");
        entry.refuseTheRest();
        return new AlertmanagerConfig(
                draft.scheme,
                draft.pathPrefix,
                draft.timeout,
                draft.followRedirects,
                groups,
                relabelRules,
                alertRelabelRules);
    }

    private static void requireKnown(String version) {
        if (!version.equals("v2")) {
            throw new IllegalArgumentException(
                    "expected Alertmanager api version to be one of [v2] but got " + version);
        }
    }
}
