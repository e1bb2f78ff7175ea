package io.narthex.server;

import io.narthex.rules.RuleScheduler;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.server.config.Configuration;
import io.narthex.server.config.RuleFiles;
import io.narthex.server.config.StorageConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The configuration that runs, and how another one takes its place.
///
/// Thread safety: safe for concurrent calls.
final class AppliedConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(AppliedConfiguration.class);

    private final ServerOptions options;
    private final Parts parts;
    private final InstantSource clock = InstantSource.system();

    /// What runs; written under the lock of this.
    private volatile Running running;

    /// @param files the rule files
    private record Running(Configuration configuration, List<RuleFile> files, SloRules slos) {}

    /// @param rules the rule files of the first configuration
    AppliedConfiguration(
            ServerOptions options, Configuration first, List<RuleFile> rules, Parts parts) {
        this.options = options;
        this.parts = parts;
        this.running = new Running(first, rules, SloRules.of(first));
    }

    /// The rule files of a configuration.
    ///
    /// @throws io.narthex.rules.file.RuleFileException if one can't be used
    static List<RuleFile> files(ServerOptions options, Configuration configuration) {
        List<RuleFile> files = RuleFiles.read(configuration.rules().patterns(), reader(options));
        // Those must be in order too, whatever the buckets are.
        SloRules.of(configuration).files(reader(options));
        return files;
    }

    private static RuleFileReader reader(ServerOptions options) {
        return new RuleFileReader(options.engine().features().parser());
    }

    /// Begins to do what the configuration says.
    synchronized void begin() {
        running = set(running);
    }

    /// All rules: those of the files, and those that objectives bring.
    List<RuleFile> rules() {
        return rules(running);
    }

    private List<RuleFile> rules(Running of) {
        List<RuleFile> all = new ArrayList<>(of.files);
        all.addAll(of.slos.files(reader(options)));
        return all;
    }

    /// What holds for groups of rules that don't say otherwise.
    RuleScheduler.Defaults defaults() {
        return defaults(running.configuration);
    }

    /// Lets the rules of objectives follow the buckets that are stored, if those have changed.
    synchronized void followBuckets() {
        Running next = following(running);
        if (!next.slos.equals(running.slos)) {
            LOG.info("the rules of objectives use these buckets now: {}", next.slos.bounds());
            parts.rules().update(rules(next), defaults(next.configuration));
            running = next;
        }
    }

    private Running following(Running next) {
        SloRules slos = next.slos.following(parts.tsdb(), running.slos, clock.millis());
        return new Running(next.configuration, next.files, slos);
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
        Running next =
                new Running(
                        configuration, files(options, configuration), SloRules.of(configuration));
        try {
            next = set(next);
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

    /// The objectives' ledgers and the log of queries are files, which may fail, so they come
    /// first.
    ///
    /// @return the same with the buckets that are known
    private Running set(Running next) {
        Configuration c = next.configuration;
        parts.queryLogs().apply(c.queryLog());
        parts.slos().apply(c.slos());
        parts.scraper().apply(c.scrapeConfigs());
        parts.alerts().apply(c);
        Running known = following(next);
        parts.rules().update(rules(known), defaults(c));
        parts.tsdb().resizeExemplars(StorageSettings.maxExemplars(options, c));
        return known;
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
