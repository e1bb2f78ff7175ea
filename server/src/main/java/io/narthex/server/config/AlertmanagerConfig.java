package io.narthex.server.config;

import io.narthex.client.HttpClientConfig;
import io.narthex.model.DurationText;
import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.model.relabel.Relabeler;
import io.narthex.scrape.TargetGroup;
import io.narthex.scrape.discover.Sources;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlPlace;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An entry of `alerting.alertmanagers`.
///
/// @param place file, line and key, for messages
/// @param scheme `http` or `https`
/// @param pathPrefix before `/api/v2/alerts`; may be empty
/// @param timeout longest request
/// @param http how they are asked
/// @param sources where their addresses come from
/// @param relabelRules applied to the addresses' labels
/// @param alertRelabelRules applied to alerts that are sent there
///
/// Thread safety: immutable.
public record AlertmanagerConfig(
        String place,
        String scheme,
        String pathPrefix,
        Duration timeout,
        HttpClientConfig http,
        Sources sources,
        List<RelabelRule> relabelRules,
        List<RelabelRule> alertRelabelRules) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    static final KeyTable KEYS =
            KeyTable.of(
                            "alertmanagers",
                            ScrapeConfigReader.SCHEME,
                            Key.text("path_prefix", "what stands before `/api/v2/alerts`"),
                            Key.of(
                                    "timeout",
                                    KeyType.DURATION,
                                    DurationText.format(DEFAULT_TIMEOUT),
                                    "the longest request"),
                            Key.word("api_version", "v2", "how alerts are sent", List.of("v2")),
                            Key.blocks(
                                    "relabel_configs",
                                    RelabelReader.KEYS,
                                    "rules that choose addresses and change them"),
                            Key.blocks(
                                    "alert_relabel_configs",
                                    RelabelReader.KEYS,
                                    "rules for the alerts that are sent there"),
                            ScrapeConfigReader.GROUPS)
                    .with(DiscoveryReader.KEYS)
                    .with(HttpClientReader.KEYS)
                    .later("sigv4");

    /// What the entry holds while it is read.
    private static final class Draft {
        String scheme = "http";
        String pathPrefix = "";
        Duration timeout = DEFAULT_TIMEOUT;
    }

    /// What became of addresses.
    ///
    /// @param urls where alerts are sent
    /// @param dropped those that relabelling took out
    /// @param invalid why others can't be used, such as `"http://a b/" is no URL`
    public record Found(List<URI> urls, List<URI> dropped, List<String> invalid) {}

    /// Copies the lists.
    public AlertmanagerConfig {
        relabelRules = List.copyOf(relabelRules);
        alertRelabelRules = List.copyOf(alertRelabelRules);
    }

    static AlertmanagerConfig read(YamlMapping entry, boolean legacy) {
        Draft draft = new Draft();
        entry.text("scheme", s -> draft.scheme = ScrapeConfigReader.scheme(s));
        entry.text("path_prefix", s -> draft.pathPrefix = s);
        entry.duration("timeout", d -> draft.timeout = d);
        entry.text("api_version", AlertmanagerConfig::requireKnown);
        List<RelabelRule> relabelRules = RelabelReader.read(entry, "relabel_configs", legacy);
        List<RelabelRule> alertRelabelRules =
                RelabelReader.read(entry, "alert_relabel_configs", legacy);
        List<TargetGroup> groups = ScrapeConfigReader.targetGroups(entry, relabelRules.isEmpty());
        Sources sources = new Sources(groups, DiscoveryReader.read(entry));
        HttpClientConfig http = HttpClientReader.read(entry);
        entry.refuseTheRest();
        AlertmanagerConfig read =
                new AlertmanagerConfig(
                        text(entry.place("relabel_configs")),
                        draft.scheme,
                        draft.pathPrefix,
                        draft.timeout,
                        http,
                        sources,
                        relabelRules,
                        alertRelabelRules);
        List<String> invalid = read.found(groups).invalid();
        if (!invalid.isEmpty()) {
            String key = relabelRules.isEmpty() ? "static_configs" : "relabel_configs";
            throw entry.place(key).error(invalid.getFirst());
        }
        return read;
    }

    private static String text(YamlPlace place) {
        return place.file() + ":" + place.line() + ": " + place.path();
    }

    private static void requireKnown(String version) {
        if (!version.equals("v2")) {
            throw new IllegalArgumentException(
                    "expected Alertmanager api version to be one of [v2] but got " + version);
        }
    }

    /// Relabels addresses.
    public Found found(List<TargetGroup> groups) {
        Found found = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Relabeler relabeler = new Relabeler(relabelRules);
        for (TargetGroup targets : groups) {
            for (Labels target : targets.targets()) {
                Labels before = discovered(targets.groupLabels(), target);
                Labels after = relabeler.apply(before);
                String text = url(after == null ? before : after);
                try {
                    (after == null ? found.dropped : found.urls).add(checked(text));
                } catch (IllegalArgumentException _) {
                    found.invalid.add(
                            "\""
                                    + text
                                    + "\" is no URL of an Alertmanager; its parts are"
                                    + " __scheme__, __address__ and __alerts_path__");
                }
            }
        }
        return found;
    }

    private static URI checked(String text) {
        URI url = URI.create(text);
        boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!isHttp || url.getRawAuthority() == null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("not a URL that can be asked");
        }
        return url;
    }

    private Labels discovered(Labels group, Labels target) {
        Labels.Builder labels = group.toBuilder();
        labels.set("__scheme__", scheme);
        labels.set("__alerts_path__", ("/" + pathPrefix + "/api/v2/alerts").replaceAll("/+", "/"));
        for (int i = 0; i < target.size(); i++) {
            labels.set(target.name(i), target.value(i));
        }
        return labels.build();
    }

    private static String url(Labels labels) {
        return labels.getOrEmpty("__scheme__")
                + "://"
                + labels.getOrEmpty("__address__")
                + labels.getOrEmpty("__alerts_path__");
    }
}
