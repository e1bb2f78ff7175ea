package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.scrape.ScrapeConfig;
import io.narthex.yaml.ConfigException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Jobs in files of their own.
class ScrapeConfigFilesTest {
    @TempDir private Path folder;

    private Configuration read(String yaml) throws IOException {
        return ConfigFile.read(Files.writeString(folder.resolve("narthex.yml"), yaml));
    }

    @Test
    void jobsOfOtherFiles_comeBehindTheOwnAndInherit() throws IOException {
        Files.createDirectory(folder.resolve("jobs"));
        Files.writeString(
                folder.resolve("jobs/b.yml"),
                "scrape_configs: [{job_name: b, scrape_failure_log_file: b.log}]");
        Files.writeString(folder.resolve("jobs/c.yml"), "scrape_configs: [{job_name: c}]");
        List<ScrapeConfig> jobs =
                read("global: {sample_limit: 7, scrape_failure_log_file: all.log}\n"
                                + "scrape_config_files: [jobs/*.yml]\n"
                                + "scrape_configs: [{job_name: a}]")
                        .scrapeConfigs();
        assertThat(jobs).extracting(ScrapeConfig::jobName).containsExactly("a", "b", "c");
        assertThat(jobs).extracting(j -> j.limits().samples()).containsOnly(7);
        assertThat(jobs)
                .extracting(ScrapeConfig::failureLog)
                .containsExactly(
                        folder.resolve("all.log"),
                        folder.resolve("jobs/b.log"),
                        folder.resolve("all.log"));
    }

    @Test
    void mistakes_nameTheOtherFile() throws IOException {
        Path other = Files.writeString(folder.resolve("b.yml"), "scrape_config: []");
        String main = "scrape_config_files: [b.yml]\nscrape_configs: [{job_name: a}]";
        assertThatThrownBy(() -> read(main))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("b.yml:1: scrape_config: unknown key");
        Files.writeString(other, "\nscrape_configs: [{job_name: a}]");
        assertThatThrownBy(() -> read(main))
                .hasMessageContaining("b.yml:2: scrape_configs[0].job_name: found multiple")
                .hasMessageContaining("the first is on line 2 of " + folder.resolve("narthex.yml"));
        assertThatThrownBy(() -> read("scrape_config_files: ['*/b.yml']"))
                .hasMessageContaining("scrape_config_files: invalid");
    }

    @Test
    void change_isNoticed() throws IOException {
        Path other = Files.writeString(folder.resolve("b.yml"), "scrape_configs: []");
        Path main =
                Files.writeString(folder.resolve("narthex.yml"), "scrape_config_files: [b.yml]");
        String before = ConfigFingerprint.of(main);
        assertThat(ConfigFingerprint.of(main)).isEqualTo(before);
        Files.writeString(other, "scrape_configs: [{job_name: b}]");
        assertThat(ConfigFingerprint.of(main)).isNotEqualTo(before);
    }
}
