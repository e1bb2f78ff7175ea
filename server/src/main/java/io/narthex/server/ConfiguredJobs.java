package io.narthex.server;

import io.narthex.http.JobsView;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.server.config.Configuration;
import io.narthex.yaml.ConfigException;
import io.narthex.yaml.YamlDocument;
import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlSpan;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The jobs as the configuration has them: the part of its text, and the rules.
///
/// @param configuration asked at every request
///
/// Thread safety: safe for concurrent calls.
record ConfiguredJobs(Supplier<Configuration> configuration) implements JobsView {
    private static final String JOBS = "scrape_configs";

    @Override
    public @Nullable Job job(String name) {
        Configuration now = configuration.get();
        for (ScrapeConfig job : now.scrapeConfigs()) {
            if (job.jobName().equals(name)) {
                return new Job(yaml(now, name), job.relabelRules());
            }
        }
        return null;
    }

    /// The job's own lines, or nothing where the file does not hold them.
    private static String yaml(Configuration configuration, String name) {
        try {
            YamlMapping top = YamlDocument.parse(configuration.file(), configuration.yaml()).top();
            List<YamlMapping> jobs = top.mappings(JOBS);
            List<YamlSpan> spans = top.spans(JOBS);
            for (int i = 0; i < jobs.size(); i++) {
                String[] found = {""};
                jobs.get(i).text("job_name", text -> found[0] = text);
                if (found[0].equals(name)) {
                    return lines(configuration.yaml(), spans.get(i));
                }
            }
        } catch (ConfigException _) {
            // What hides a secret need not be YAML any more.
        }
        return "";
    }

    /// The lines of a block without its indentation.
    static String lines(String yaml, YamlSpan span) {
        int start = yaml.offsetByCodePoints(0, span.start());
        int end = yaml.offsetByCodePoints(0, span.end());
        int indent = start - (yaml.lastIndexOf('\n', start - 1) + 1);
        String pad = " ".repeat(indent);
        return (pad + yaml.substring(start, end))
                        .lines()
                        .map(line -> line.startsWith(pad) ? line.substring(indent) : line)
                        .collect(Collectors.joining("\n"))
                        .stripTrailing()
                + "\n";
    }
}
