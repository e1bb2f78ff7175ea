package io.narthex.server.config;

import io.narthex.remote.otlp.OtlpConfig;
import io.narthex.rules.slo.Slo;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.yaml.ConfigException;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlDocument;
import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlPlace;
import io.narthex.yaml.YamlText;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Reads configuration files.
///
/// Thread safety: stateless.
public final class ConfigFile {
    private static final KeyTable RUNTIME_KEYS =
            KeyTable.of(
                    "runtime",
                    Key.of(
                            "gogc",
                            KeyType.NUMBER,
                            "",
                            "accepted; tuning of another language's runtime says nothing here"));

    private static final Key JOBS =
            Key.blocks("scrape_configs", ScrapeConfigReader.KEYS, "jobs: who is scraped, and how");

    private static final KeyTable JOB_FILE_KEYS = KeyTable.of("scrape_config_files", JOBS);

    /// What a file may have, with all that its blocks may have.
    static final KeyTable KEYS =
            KeyTable.of(
                            "configuration file",
                            Key.block("global", GlobalConfig.KEYS, "what jobs inherit"),
                            JOBS,
                            Key.texts(
                                    "scrape_config_files",
                                    "files with further `scrape_configs`; the last element of a"
                                            + " path may have `*`"),
                            Key.texts(
                                    "rule_files",
                                    "files with rules; the last element of a path may have `*`"),
                            Key.block("alerting", AlertingConfig.KEYS, "who gets alerts"),
                            Key.block(
                                    "notifications",
                                    NotificationReader.KEYS,
                                    "who is told of them without an Alertmanager; not in"
                                            + " Prometheus"),
                            Key.blocks(
                                    "slos",
                                    SloReader.KEYS,
                                    "service level objectives; not in Prometheus"),
                            Key.block("storage", StorageConfig.KEYS, "how samples are kept"),
                            Key.block("otlp", OtlpConfigReader.KEYS, "how OTLP becomes series"),
                            Key.block("runtime", RUNTIME_KEYS, "accepted, see below"))
                    .later("remote_write", "remote_read", "tracing");

    private ConfigFile() {}

    /// Reads a file.
    ///
    /// @throws ConfigException if it can't be read or used
    public static Configuration read(Path file) {
        return read(file, ConfigDefaults.USUAL);
    }

    /// Reads a file.
    ///
    /// @param defaults of keys that it does not have
    /// @throws ConfigException if it can't be read or used
    public static Configuration read(Path file, ConfigDefaults defaults) {
        String yaml = YamlDocument.text(file, "; name yours with --config.file=FILE");
        return parse(file.toString(), yaml, System.getenv()::get, defaults);
    }

    /// Reads a text.
    ///
    /// @param file its name in messages
    /// @param environment finds the value of an environment variable, or null; external labels may
    ///     name some
    /// @throws ConfigException if it can't be used
    public static Configuration parse(
            String file, String yaml, UnaryOperator<@Nullable String> environment) {
        return parse(file, yaml, environment, ConfigDefaults.USUAL);
    }

    private static Configuration parse(
            String file,
            String yaml,
            UnaryOperator<@Nullable String> environment,
            ConfigDefaults defaults) {
        YamlMapping mapping = YamlDocument.parse(file, yaml).onlyTop().declared(KEYS);
        GlobalConfig global = GlobalConfig.read(mapping.mapping("global"), environment, defaults);
        Jobs jobs = jobs(mapping, file, global);
        StorageConfig storage = StorageConfig.read(mapping.mapping("storage"));
        List<Slo> slos = SloReader.read(mapping);
        RulesConfig rules =
                new RulesConfig(
                        global.evaluationInterval(),
                        global.ruleQueryOffset(),
                        patterns(mapping, file));
        AlertingConfig alerting =
                AlertingConfig.read(mapping.mapping("alerting"), global.names().legacy());
        NotificationConfig notifications =
                NotificationReader.read(mapping.mapping("notifications"));
        OtlpConfig otlp = OtlpConfigReader.read(mapping.mapping("otlp"));
        YamlMapping runtime = mapping.mapping("runtime");
        runtime.number("gogc", _ -> {});
        runtime.refuseTheRest();
        mapping.refuseTheRest();
        return new Configuration(
                file,
                ShownConfig.of(mapping, global, jobs.ofThisFile()),
                global.externalLabels(),
                jobs.all(),
                jobs.texts(),
                storage,
                slos,
                rules,
                alerting,
                notifications,
                otlp,
                global.queryLog().isEmpty()
                        ? null
                        : Path.of(file).resolveSibling(global.queryLog()));
    }

    static List<PathPattern> patterns(YamlMapping top, String file) {
        return patterns(top, file, "rule_files");
    }

    private static List<PathPattern> patterns(YamlMapping top, String file, String key) {
        List<PathPattern> patterns = new ArrayList<>();
        for (String pattern : top.texts(key)) {
            try {
                patterns.add(PathPattern.of(Path.of(file).resolveSibling(pattern).normalize()));
            } catch (IllegalArgumentException e) {
                throw top.place(key).error(e);
            }
        }
        return patterns;
    }

    static List<PathPattern> jobPatterns(YamlMapping top, String file) {
        return patterns(top, file, "scrape_config_files");
    }

    /// The jobs of all files.
    ///
    /// @param texts how each is shown, by its name
    /// @param ofThisFile how those of the main file are shown
    private record Jobs(
            List<ScrapeConfig> all,
            Map<String, String> texts,
            List<Map<String, Object>> ofThisFile) {}

    private static Jobs jobs(YamlMapping top, String file, GlobalConfig global) {
        Jobs jobs = new Jobs(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
        Map<String, YamlPlace> names = new LinkedHashMap<>();
        List<YamlMapping> entries = new ArrayList<>(top.mappings("scrape_configs"));
        int own = entries.size();
        for (Path more : RuleFiles.matching(jobPatterns(top, file))) {
            YamlMapping other =
                    YamlDocument.parse(more.toString(), YamlDocument.text(more, ""))
                            .onlyTop()
                            .declared(JOB_FILE_KEYS);
            entries.addAll(other.mappings("scrape_configs"));
            other.refuseTheRest();
        }
        for (YamlMapping job : entries) {
            ScrapeConfig config = ScrapeConfigReader.read(job, global);
            YamlPlace place = job.place("job_name");
            YamlPlace before = names.putIfAbsent(config.jobName(), place);
            if (before != null) {
                throw place.error(
                        "found multiple scrape configs with job name \""
                                + config.jobName()
                                + "\"; the first is on line "
                                + before.line()
                                + (before.file().equals(place.file())
                                        ? ""
                                        : " of " + before.file()));
            }
            jobs.all().add(config);
            Map<String, Object> shown = ShownJob.of(job, config);
            jobs.texts().put(config.jobName(), YamlText.of(shown));
            if (jobs.all().size() <= own) {
                jobs.ofThisFile().add(shown);
            }
        }
        return jobs;
    }
}
