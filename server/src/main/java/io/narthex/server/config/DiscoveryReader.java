package io.narthex.server.config;

import io.narthex.model.DurationText;
import io.narthex.scrape.discover.DiscoveryConfig;
import io.narthex.scrape.discover.DiscoveryConfig.RecordType;
import io.narthex.yaml.FileGlob;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads where jobs, or Alertmanagers, are discovered.
///
/// Thread safety: stateless.
final class DiscoveryReader {
    private static final String FILE = "file_sd_configs";
    private static final String HTTP = "http_sd_configs";
    private static final String DNS = "dns_sd_configs";
    private static final Pattern FILE_NAME =
            Pattern.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");
    private static final Duration FILE_INTERVAL = Duration.ofMinutes(5);
    private static final Duration HTTP_INTERVAL = Duration.ofSeconds(60);
    private static final Duration DNS_INTERVAL = Duration.ofSeconds(30);
    private static final int MAX_PORT = 65_535;

    private static final KeyTable FILE_KEYS =
            KeyTable.of(
                    FILE,
                    Key.texts(
                            "files",
                            "paths that end with `.json`, `.yml` or `.yaml`; the last element may"
                                    + " have one `*`"),
                    refreshed(FILE_INTERVAL));

    private static final KeyTable HTTP_KEYS =
            KeyTable.of(HTTP, Key.text("url", "what is asked; required"), refreshed(HTTP_INTERVAL))
                    .with(HttpClientReader.KEYS);

    private static final KeyTable DNS_KEYS =
            KeyTable.of(
                    DNS,
                    Key.texts("names", "names that are asked for"),
                    Key.word(
                            "type",
                            RecordType.SRV.name(),
                            "what is asked for; all but `SRV` need `port`",
                            Arrays.stream(RecordType.values()).map(RecordType::name).toList()),
                    Key.of("port", KeyType.NUMBER, "", "that of the targets, where no record says"),
                    refreshed(DNS_INTERVAL));

    /// Where targets come from, beside `static_configs`.
    static final KeyTable KEYS =
            KeyTable.of(
                            "discovery",
                            Key.blocks(FILE, FILE_KEYS, "files that hold groups of targets"),
                            Key.blocks(HTTP, HTTP_KEYS, "URLs that answer with them"),
                            Key.blocks(DNS, DNS_KEYS, "names in the DNS"))
                    .laterBut(
                            "write the targets to a file for file_sd_configs, or let something"
                                    + " answer http_sd_configs with them",
                            "aws_sd_configs",
                            "azure_sd_configs",
                            "consul_sd_configs",
                            "digitalocean_sd_configs",
                            "docker_sd_configs",
                            "dockerswarm_sd_configs",
                            "ec2_sd_configs",
                            "ecs_sd_configs",
                            "elasticache_sd_configs",
                            "eureka_sd_configs",
                            "gce_sd_configs",
                            "hetzner_sd_configs",
                            "ionos_sd_configs",
                            "kubernetes_sd_configs",
                            "kuma_sd_configs",
                            "lightsail_sd_configs",
                            "linode_sd_configs",
                            "marathon_sd_configs",
                            "msk_sd_configs",
                            "nerve_sd_configs",
                            "nomad_sd_configs",
                            "oci_sd_configs",
                            "openstack_sd_configs",
                            "outscale_sd_configs",
                            "ovhcloud_sd_configs",
                            "puppetdb_sd_configs",
                            "rds_sd_configs",
                            "scaleway_sd_configs",
                            "serverset_sd_configs",
                            "stackit_sd_configs",
                            "triton_sd_configs",
                            "uyuni_sd_configs",
                            "vultr_sd_configs");

    private DiscoveryReader() {}

    private static Key refreshed(Duration interval) {
        return Key.of(
                "refresh_interval",
                KeyType.DURATION,
                DurationText.format(interval),
                "how often they are asked for again");
    }

    /// The sources that a block names, whatever their kind.
    static List<DiscoveryConfig> read(YamlMapping block) {
        List<DiscoveryConfig> sources = new ArrayList<>();
        block.mappings(FILE).forEach(entry -> sources.add(files(entry)));
        block.mappings(HTTP).forEach(entry -> sources.add(http(entry)));
        block.mappings(DNS).forEach(entry -> sources.add(dns(entry)));
        return sources;
    }

    private static Duration interval(YamlMapping entry, Duration otherwise) {
        Duration[] interval = {otherwise};
        entry.duration(
                "refresh_interval",
                d -> {
                    if (d.isZero()) {
                        throw new IllegalArgumentException("must be longer than 0");
                    }
                    interval[0] = d;
                });
        return interval[0];
    }

    private static DiscoveryConfig files(YamlMapping entry) {
        List<Path> patterns = new ArrayList<>();
        for (String name : entry.texts("files")) {
            if (!FILE_NAME.matcher(name).matches()) {
                throw entry.place("files")
                        .error(
                                "path name \""
                                        + name
                                        + "\" is not valid for file discovery; it ends with .json,"
                                        + " .yml or .yaml, and only its last element may have one"
                                        + " \"*\"");
            }
            Path path = Path.of(entry.place().file()).resolveSibling(name).normalize();
            try {
                FileGlob _ = FileGlob.of(path);
            } catch (IllegalArgumentException e) {
                throw entry.place("files").error(e);
            }
            patterns.add(path);
        }
        if (patterns.isEmpty()) {
            throw entry.place("files")
                    .error("file service discovery config must contain at least one path name");
        }
        Duration interval = interval(entry, FILE_INTERVAL);
        entry.refuseTheRest();
        return new DiscoveryConfig.Files(patterns, interval);
    }

    private static DiscoveryConfig http(YamlMapping entry) {
        URI[] url = new URI[1];
        entry.value("url", DiscoveryReader::url, u -> url[0] = u);
        if (url[0] == null) {
            throw entry.place().error("URL is missing; name what is to be asked with url");
        }
        DiscoveryConfig read =
                new DiscoveryConfig.Http(
                        url[0], HttpClientReader.read(entry), interval(entry, HTTP_INTERVAL));
        entry.refuseTheRest();
        return read;
    }

    private static URI url(String text) {
        URI url = URI.create(text);
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("URL scheme must be 'http' or 'https'");
        }
        if (url.getRawAuthority() == null) {
            throw new IllegalArgumentException("host is missing in URL");
        }
        return url;
    }

    private static DiscoveryConfig dns(YamlMapping entry) {
        List<String> names = entry.texts("names");
        RecordType[] type = {RecordType.SRV};
        entry.value("type", DiscoveryReader::type, t -> type[0] = t);
        int[] port = {0};
        entry.number("port", n -> port[0] = port(n));
        if (names.isEmpty()) {
            throw entry.place("names")
                    .error("DNS-SD config must contain at least one SRV record name");
        }
        if (type[0] != RecordType.SRV && port[0] == 0) {
            throw entry.place("type")
                    .error(
                            "a port is required in DNS-SD configs for all record types except SRV;"
                                    + " add port");
        }
        Duration interval = interval(entry, DNS_INTERVAL);
        entry.refuseTheRest();
        return new DiscoveryConfig.Dns(names, type[0], port[0], interval);
    }

    private static RecordType type(String name) {
        for (RecordType type : RecordType.values()) {
            if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "invalid DNS-SD records type "
                        + name
                        + "; known: "
                        + Arrays.toString(RecordType.values()));
    }

    private static int port(long port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        return (int) port;
    }
}
