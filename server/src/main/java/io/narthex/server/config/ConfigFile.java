package io.narthex.server.config;

import io.narthex.model.Labels;
import io.narthex.rules.slo.Slo;
import io.narthex.scrape.ScrapeConfig;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Reads configuration files.
///
/// Thread safety: stateless.
public final class ConfigFile {
    private ConfigFile() {}

    /// Reads a file.
    ///
    /// @throws ConfigException if it can't be read or used
    public static Configuration read(Path file) {
        return read(file, false);
    }

    /// Reads a file.
    ///
    /// @param extraScrapeMetrics the default of `extra_scrape_metrics`
    /// @throws ConfigException if it can't be read or used
    public static Configuration read(Path file, boolean extraScrapeMetrics) {
        String yaml;
        try {
            yaml = Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new ConfigException(
                    file.toString(), "no such file; name yours with --config.file=FILE");
        } catch (CharacterCodingException _) {
            throw new ConfigException(file.toString(), "not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "can't be read: " + e);
        }
        return parse(file.toString(), yaml, System.getenv()::get, extraScrapeMetrics);
    }

    /// Reads a text.
    ///
    /// @param file its name in messages
    /// @param environment finds the value of an environment variable, or null; external labels may
    ///     name some
    /// @throws ConfigException if it can't be used
    public static Configuration parse(
            String file, String yaml, UnaryOperator<@Nullable String> environment) {
        return parse(file, yaml, environment, false);
    }

    private static Configuration parse(
            String file,
            String yaml,
            UnaryOperator<@Nullable String> environment,
            boolean extraScrapeMetrics) {
        Node root = compose(file, yaml);
        YamlPlace top = new YamlPlace(file, 1, "");
        if (root == null) {
            return new Configuration(
                    file, yaml, Labels.empty(), List.of(), StorageConfig.DEFAULTS, List.of());
        }
        YamlMapping mapping = YamlMapping.of(root, top);
        GlobalConfig global =
                GlobalConfig.read(mapping.mapping("global"), environment, extraScrapeMetrics);
        List<ScrapeConfig> jobs = jobs(mapping, global);
        StorageConfig storage = StorageConfig.read(mapping.mapping("storage"));
        List<Slo> slos = SloReader.read(mapping);
        mapping.notSupportedYet(
                "rule_files",
                "scrape_config_files",
                "alerting",
                "remote_write",
                "remote_read",
                "otlp",
                "tracing");
        // Tuning of another language's runtime says nothing here.
        YamlMapping runtime = mapping.mapping("runtime");
        runtime.take("gogc");
        runtime.refuseTheRest();
        mapping.refuseTheRest();
        return new Configuration(file, yaml, global.externalLabels(), jobs, storage, slos);
    }

    private static @Nullable Node compose(String file, String yaml) {
        try {
            return new Compose(settings(file)).composeString(yaml).orElse(null);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
            throw new ConfigException(file + ":" + line, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ConfigException(file, "not valid YAML: " + e.getMessage());
        }
    }

    private static LoadSettings settings(String file) {
        // The core schema also takes `~` for null, as configurations do.
        return LoadSettings.builder().setLabel(file).setSchema(new CoreSchema()).build();
    }

    private static List<ScrapeConfig> jobs(YamlMapping top, GlobalConfig global) {
        List<ScrapeConfig> jobs = new ArrayList<>();
        Map<String, YamlPlace> names = new LinkedHashMap<>();
        for (YamlMapping job : top.mappings("scrape_configs")) {
            ScrapeConfig config = ScrapeConfigReader.read(job, global);
            YamlPlace place = job.place("job_name");
            YamlPlace before = names.putIfAbsent(config.jobName(), place);
            if (before != null) {
                throw place.error(
                        "found multiple scrape configs with job name \""
                                + config.jobName()
                                + "\"; the first is on line "
                                + before.line());
            }
            jobs.add(config);
        }
        return jobs;
    }
}
