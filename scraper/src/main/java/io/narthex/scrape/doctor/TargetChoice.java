package io.narthex.scrape.doctor;

import io.narthex.scrape.targets.Target;

/// Which target is meant; what is empty says nothing.
///
/// @param scrapePool the job
/// @param instance the label of the target, or its address
/// @param url what is asked, as the list of targets shows it
///
/// Thread safety: immutable.
public record TargetChoice(String scrapePool, String instance, String url) {
    /// Whether a target of a job may be meant.
    public boolean fits(String job, Target target) {
        return (scrapePool.isEmpty() || scrapePool.equals(job))
                && (url.isEmpty() || url.equals(target.url().toString()))
                && (instance.isEmpty()
                        || instance.equals(target.labels().getOrEmpty("instance"))
                        || instance.equals(target.discoveredLabels().getOrEmpty("__address__")));
    }
}
