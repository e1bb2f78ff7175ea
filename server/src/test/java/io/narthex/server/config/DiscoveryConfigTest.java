package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.client.Authentication;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.discover.DiscoveryConfig;
import io.narthex.scrape.discover.DiscoveryConfig.RecordType;
import io.narthex.yaml.ConfigException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The keys of service discovery.
class DiscoveryConfigTest {
    private static Configuration parse(String yaml) {
        return ConfigFile.parse("etc/narthex.yml", yaml, _ -> null);
    }

    private static ScrapeConfig job(String keys) {
        return parse("scrape_configs: [{job_name: a, " + keys + "}]").scrapeConfigs().getFirst();
    }

    @Test
    void files_areSeenFromTheFolderOfTheConfiguration() {
        assertThat(job("file_sd_configs: [{files: [t/*.yml, /x/a.json]}]").discovery())
                .containsExactly(
                        new DiscoveryConfig.Files(
                                List.of(Path.of("etc/t/*.yml"), Path.of("/x/a.json")),
                                Duration.ofMinutes(5)));
        assertThat(job("file_sd_configs: [{files: [a.yaml], refresh_interval: 1s}]").discovery())
                .extracting(DiscoveryConfig::refreshInterval)
                .containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void url_hasAllKeysOfHttp() {
        DiscoveryConfig.Http http =
                (DiscoveryConfig.Http)
                        job("http_sd_configs: [{url: 'https://sd.test/a', follow_redirects: false,"
                                        + " basic_auth: {username: u, password: p}}]")
                                .discovery()
                                .getFirst();
        assertThat(http.url()).isEqualTo(URI.create("https://sd.test/a"));
        assertThat(http.refreshInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(http.http().followRedirects()).isFalse();
        assertThat(http.http().authentication()).isInstanceOf(Authentication.Basic.class);
    }

    @Test
    void names_haveTypeSrvUnlessTheySayOtherwise() {
        assertThat(
                        job("dns_sd_configs: [{names: [a]}, {names: [b], type: aaaa, port: 1}]")
                                .discovery())
                .containsExactly(
                        new DiscoveryConfig.Dns(
                                List.of("a"), RecordType.SRV, 0, Duration.ofSeconds(30)),
                        new DiscoveryConfig.Dns(
                                List.of("b"), RecordType.AAAA, 1, Duration.ofSeconds(30)));
    }

    @Test
    void keepDroppedTargets_isInherited() {
        assertThat(
                        parse(
                                        "global: {keep_dropped_targets: 3}\n"
                                                + "scrape_configs: [{job_name: a}, {job_name: b,"
                                                + " keep_dropped_targets: 4}]")
                                .scrapeConfigs())
                .extracting(ScrapeConfig::keepDroppedTargets)
                .containsExactly(3, 4);
    }

    @Test
    void secrets_areNotShown() {
        assertThat(
                        parse(
                                        "scrape_configs:\n"
                                                + "- job_name: a\n"
                                                + "  http_sd_configs:\n"
                                                + "  - url: http://h/\n"
                                                + "    authorization: {credentials: geheim}")
                                .yaml())
                .contains("credentials: <secret>")
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    file_sd_configs: [{}] | [0]: file service discovery config must contain
                    file_sd_configs: [{files: [a.txt]}] | [0].files: path name "a.txt" is not valid
                    file_sd_configs: [{files: ['*/a.yml']}] | [0].files: path name "*/a.yml"
                    file_sd_configs: [{files: ['[.yml']}] | [0].files: syntax error in pattern
                    file_sd_configs: [{file: [a.yml]}] | [0]: file service discovery config
                    file_sd_configs: [{files: [a.yml], interval: 1s}] | [0].interval: unknown key
                    file_sd_configs: [{files: [a.yml], refresh_interval: 0s}] | [0].refresh_interval: must
                    http_sd_configs: [{}] | [0]: URL is missing
                    http_sd_configs: [{url: 'ftp://x'}] | [0].url: URL scheme must be 'http' or 'https'
                    http_sd_configs: [{url: 'http:///x'}] | [0].url: host is missing in URL
                    dns_sd_configs: [{}] | [0]: DNS-SD config must contain at least one
                    dns_sd_configs: [{names: [a], type: A}] | [0].type: a port is required
                    dns_sd_configs: [{names: [a], type: TXT}] | [0].type: invalid DNS-SD records type TXT
                    dns_sd_configs: [{names: [a], type: A, port: 70000}] | [0].port: not a port
                    """)
    void wrongKeys_nameFileLineAndKey(String keys, String error) {
        String kind = keys.substring(0, keys.indexOf(':'));
        assertThatThrownBy(() -> job(keys))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("etc/narthex.yml:1: scrape_configs[0]." + kind + error);
    }
}
