package io.narthex.scrape.targets;

import io.narthex.model.Labels;
import io.narthex.scrape.HistogramScraping;

/// The labels by which a target says which histograms are scraped, in place of its job.
///
/// Thread safety: stateless.
final class HistogramLabels {
    private static final String NATIVE = "__scrape_native_histograms__";
    private static final String CONVERT = "__convert_classic_histograms_to_nhcb__";
    private static final String CLASSIC = "__always_scrape_classic_histograms__";

    private HistogramLabels() {}

    /// Shows relabelling what the job says.
    static void setDefaults(Labels.Builder labels, HistogramScraping job) {
        TargetBuilder.setDefault(labels, CONVERT, String.valueOf(job.convertsClassic()));
        TargetBuilder.setDefault(labels, CLASSIC, String.valueOf(job.keepsClassic()));
        TargetBuilder.setDefault(labels, NATIVE, String.valueOf(job.takesNative()));
    }

    /// What the target says, or where it says nothing the job.
    ///
    /// @throws TargetException if a label is neither true nor false
    static HistogramScraping read(Labels target, HistogramScraping job) throws TargetException {
        boolean convert =
                flag(target, CONVERT, "convert classic histograms to nhcb", job.convertsClassic());
        boolean classic =
                flag(target, CLASSIC, "always scrape classic histograms", job.keepsClassic());
        boolean nativeToo = flag(target, NATIVE, "scrape native histograms", job.takesNative());
        return job.withConversion(convert).withClassic(classic).withNative(nativeToo);
    }

    private static boolean flag(Labels target, String name, String what, boolean job)
            throws TargetException {
        String value = target.getOrEmpty(name);
        return switch (value) {
            case "" -> job;
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                    throw new TargetException(
                            "error parsing "
                                    + what
                                    + ": \""
                                    + value
                                    + "\" in "
                                    + name
                                    + " is neither true nor false");
        };
    }
}
