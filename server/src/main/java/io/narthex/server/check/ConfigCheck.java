package io.narthex.server.check;

import io.narthex.model.DurationText;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;
import io.narthex.server.config.PathPattern;
import io.narthex.server.config.RuleFiles;
import io.narthex.yaml.ConfigException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Checks configuration files and the rule files that they name.
///
/// Thread safety: for one thread.
public final class ConfigCheck {
    private final RuleCheck rules;
    private final boolean syntaxOnly;

    /// Null where long scrape intervals are fine.
    private final @Nullable Duration lookback;

    private final CheckOutput output;

    /// @param syntaxOnly whether files that a configuration names are left alone
    /// @param lookback scrape intervals as long as that are doubtful; null for no such doubt
    public ConfigCheck(
            RuleCheck rules, boolean syntaxOnly, @Nullable Duration lookback, CheckOutput output) {
        this.rules = rules;
        this.syntaxOnly = syntaxOnly;
        this.lookback = lookback;
        this.output = output;
    }

    /// Checks a file, and then the rule files that it names.
    public void file(Path file) {
        output.say("Checking " + file);
        Configuration configuration = Configuration.empty();
        List<Path> ruleFiles = List.of();
        try {
            configuration = ConfigFile.read(file);
            ruleFiles = syntaxOnly ? List.of() : ruleFiles(configuration);
            if (!ruleFiles.isEmpty()) {
                output.say("  SUCCESS: " + ruleFiles.size() + " rule files found");
            }
            output.say(" SUCCESS: " + file + " is valid prometheus config file syntax");
        } catch (ConfigException e) {
            output.fail("  FAILED: " + e.getMessage());
        }
        output.say("");
        if (!syntaxOnly) {
            scrapeIntervals(configuration);
            ruleFiles.forEach(rules::file);
        }
    }

    /// A pattern that matches nothing is fine for a server, but a name without a star is a typo.
    private static List<Path> ruleFiles(Configuration configuration) {
        List<PathPattern> patterns = configuration.rules().patterns();
        for (PathPattern pattern : patterns) {
            if (!pattern.hasStar() && RuleFiles.matching(List.of(pattern)).isEmpty()) {
                throw new ConfigException(
                        configuration.file(),
                        "\"" + pattern + "\" does not point to an existing file");
            }
        }
        return RuleFiles.matching(patterns);
    }

    private void scrapeIntervals(Configuration configuration) {
        for (ScrapeConfig job : configuration.scrapeConfigs()) {
            if (lookback != null && job.interval().compareTo(lookback) >= 0) {
                output.doubt(
                        "  FAILED: too long scrape interval found, data point will be marked as"
                                + " stale - job: "
                                + job.jobName()
                                + ", interval: "
                                + DurationText.format(job.interval()));
                return;
            }
        }
    }
}
