package io.narthex.scrape.targets;

import io.narthex.model.Labels;
import io.narthex.scrape.HistogramScraping;

import java.net.URI;
import java.time.Duration;

/// Something to scrape.
///
/// @param discoveredLabels the labels before relabelling, defaults included
/// @param labels the labels that its series carry
/// @param url what is asked
/// @param interval how often
/// @param timeout longest scrape
/// @param histograms which histograms are scraped
///
/// Thread safety: immutable.
public record Target(
        Labels discoveredLabels,
        Labels labels,
        URI url,
        Duration interval,
        Duration timeout,
        HistogramScraping histograms) {

    /// What makes two targets the same one: the same series from the same place.
    public String identity() {
        return labels + " " + url + " " + interval + " " + timeout + " " + histograms;
    }
}
