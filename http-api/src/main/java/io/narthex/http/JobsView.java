package io.narthex.http;

import io.narthex.model.relabel.RelabelRule;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What `/api/v1/scrape_pools/config` and `/api/v1/targets/relabel_steps` know of the jobs.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface JobsView {
    /// No job at all.
    JobsView NONE = _ -> null;

    /// The job of a name; null where there is none.
    @Nullable Job job(String name);

    /// How a job's targets are found.
    ///
    /// @param yaml as it is configured, secrets hidden
    /// @param relabelRules what makes targets of what was discovered
    record Job(String yaml, List<RelabelRule> relabelRules) {}
}
