package io.narthex.server;

import io.narthex.http.JobsView;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.server.config.Configuration;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// The jobs as the configuration has them, those of further files too.
///
/// @param configuration asked at every request
///
/// Thread safety: safe for concurrent calls.
record ConfiguredJobs(Supplier<Configuration> configuration) implements JobsView {
    @Override
    public @Nullable Job job(String name) {
        Configuration now = configuration.get();
        for (ScrapeConfig job : now.scrapeConfigs()) {
            if (job.jobName().equals(name)) {
                return new Job(now.shownJobs().getOrDefault(name, ""), job.relabelRules());
            }
        }
        return null;
    }
}
