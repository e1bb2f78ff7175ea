package io.narthex.server;

import io.narthex.rules.RuleScheduler;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.rules.slo.BurnRateRules;
import io.narthex.server.config.Configuration;
import io.narthex.server.config.RuleFiles;
import io.narthex.server.config.StorageConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The configuration that runs, and how another one takes its place.
///
/// Thread safety: safe for concurrent calls.
final class AppliedConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(AppliedConfiguration.class);

    private final ServerOptions options;
    private final NarthexServer.Parts parts;

    /// What runs; written under the lock of this.
    private volatile Running running;

    private record Running(Configuration configuration, List<RuleFile> rules) {}

    /// @param rules the rule files of the first configuration
    AppliedConfiguration(
            ServerOptions options,
            Configuration first,
            List<RuleFile> rules,
            NarthexServer.Parts parts) {
        this.options = options;
        this.parts = parts;
        this.running = new Running(first, rules);
    }

    /// The rule files of a configuration, and the rules that its objectives bring.
    ///
    /// @throws io.narthex.rules.file.RuleFileException if one can't be used
    static List<RuleFile> rules(ServerOptions options, Configuration configuration) {
        RuleFileReader reader = new RuleFileReader(options.engine().features().parser());
        List<RuleFile> files =
                new ArrayList<>(RuleFiles.read(configuration.rules().patterns(), reader));
        if (!configuration.slos().isEmpty()) {
            String rules = BurnRateRules.yaml(configuration.slos(), Map.of());
            files.add(reader.parse(configuration.file() + " slos", rules));
        }
        return files;
    }

    /// Begins to do what the configuration says.
    synchronized void begin() {
        set(running);
    }

    Configuration configuration() {
        return running.configuration;
    }

    /// Goes on with another configuration. All files are read and checked before anything changes.
    ///
    /// @throws io.narthex.yaml.ConfigException if it can't be used; everything is as it was
    /// @throws io.narthex.rules.file.RuleFileException if a rule file can't; likewise
    /// @throws RuntimeException if a part could not go on with it; all went back to what was before
    synchronized void apply(Configuration configuration) {
        Running before = running;
        Running next = new Running(configuration, rules(options, configuration));
        try {
            set(next);
        } catch (RuntimeException e) {
            try {
                set(before);
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        running = next;
        tellWhatWaits(before.configuration.storage(), configuration.storage());
    }

    /// The objectives' ledgers are files, which may fail, so they come first.
    private void set(Running next) {
        Configuration c = next.configuration;
        parts.slos().apply(c.slos());
        parts.scraper().apply(c.scrapeConfigs());
        parts.alerts().apply(c);
        parts.rules().update(next.rules, defaults(c));
        parts.tsdb().resizeExemplars(NarthexServer.maxExemplars(options, c));
    }

    private static RuleScheduler.Defaults defaults(Configuration configuration) {
        return new RuleScheduler.Defaults(
                configuration.rules().evaluationInterval(),
                configuration.rules().queryOffset(),
                configuration.externalLabels());
    }

    private static void tellWhatWaits(StorageConfig before, StorageConfig now) {
        boolean same =
                Objects.equals(before.retention(), now.retention())
                        && before.outOfOrderWindow().equals(now.outOfOrderWindow());
        if (!same) {
            LOG.warn("what storage.tsdb says now takes effect at the next start");
        }
    }
}
