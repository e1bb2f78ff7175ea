package io.narthex.server.features;

import org.jspecify.annotations.Nullable;

/// The names that Prometheus 3.14 takes for `--enable-feature`, and what is said of each.
enum Feature {
    PROMQL_EXPERIMENTAL_FUNCTIONS(
            "promql-experimental-functions", "Experimental PromQL functions enabled."),
    PROMQL_EXTENDED_RANGE_SELECTORS(
            "promql-extended-range-selectors",
            "Experimental PromQL extended range selectors enabled."),
    PROMQL_BINOP_FILL_MODIFIERS(
            "promql-binop-fill-modifiers",
            "Experimental PromQL binary operator fill modifiers enabled."),
    PROMQL_DELAYED_NAME_REMOVAL(
            "promql-delayed-name-removal", "Experimental PromQL delayed name removal enabled."),
    PROMQL_PER_STEP_STATS("promql-per-step-stats", "Experimental per-step statistics reporting"),
    USE_START_TIMESTAMPS(
            "use-start-timestamps",
            "Experimental usage of start timestamps in PromQL engine is enabled."),
    TYPE_AND_UNIT_LABELS("type-and-unit-labels", "Experimental type and unit labels enabled"),
    EXEMPLAR_STORAGE("exemplar-storage", "Experimental in-memory exemplar storage enabled"),
    CONCURRENT_RULE_EVAL(
            "concurrent-rule-eval", "Experimental concurrent rule evaluation enabled."),
    SEARCH_API("search-api", "Experimental search API enabled."),
    EXTRA_SCRAPE_METRICS(
            "extra-scrape-metrics",
            Effect.PHASED_OUT,
            "is being phased out. It currently changes the default for the extra_scrape_metrics"
                    + " config setting to true, but will become a no-op in a future version. Stop"
                    + " using this option and set extra_scrape_metrics in the config instead."),

    PROMQL_DURATION_EXPR(
            "promql-duration-expr",
            Effect.NONE,
            "is now permanently enabled and therefore a no-op."),
    NATIVE_HISTOGRAMS(
            "native-histograms",
            Effect.NONE,
            "is a no-op. To scrape native histograms, set the scrape_native_histograms scrape"
                    + " config setting to true."),
    OOO_NATIVE_HISTOGRAMS(
            "ooo-native-histograms",
            Effect.NONE,
            "is now permanently enabled and therefore a no-op."),

    AUTO_RELOAD_CONFIG(
            "auto-reload-config",
            Effect.PHASED_OUT,
            "is deprecated. Use --config.auto-reload instead."),
    CREATED_TIMESTAMP_ZERO_INGESTION(
            "created-timestamp-zero-ingestion",
            "Experimental start timestamp zero ingestion enabled for remote write 2.0, OTLP"
                    + " and scrapes."),
    DELAYED_COMPACTION(
            "delayed-compaction",
            Effect.NONE,
            "has no effect: blocks are written as soon as their time is over."),
    FAST_STARTUP(
            "fast-startup",
            Effect.NONE,
            "has no effect: a start always reads the last checkpoint, and of the log what came"
                    + " behind it."),
    HISTOGRAMS_ST_ENCODING(
            "histograms-st-encoding",
            Effect.NONE,
            "has no effect: with st-storage the start timestamps of histograms are stored too."),
    MEMORY_SNAPSHOT_ON_SHUTDOWN(
            "memory-snapshot-on-shutdown",
            Effect.NONE,
            "has no effect: a store in a directory always writes checkpoints, also while it runs."),
    METADATA_WAL_RECORDS(
            "metadata-wal-records", Effect.STILL_TO_COME, "metadata in the write-ahead log"),
    OLD_UI("old-ui", Effect.STILL_TO_COME, "another page"),
    OTLP_DELTATOCUMULATIVE("otlp-deltatocumulative", "Converting delta OTLP metrics to cumulative"),
    OTLP_NATIVE_DELTA_INGESTION(
            "otlp-native-delta-ingestion",
            "Enabling native ingestion of delta OTLP metrics, storing the raw sample values without"
                    + " conversion. WARNING: Delta support is in an early stage of development. The"
                    + " ingestion and querying process is likely to change over time."),
    ST_STORAGE(
            "st-storage",
            "Experimental start timestamp storage enabled for remote write 2.0, OTLP"
                    + " and scrapes."),
    ST_SYNTHESIS(
            "st-synthesis", Effect.STILL_TO_COME, "start timestamps of samples that come without"),
    USE_UNCACHED_IO(
            "use-uncached-io",
            Effect.NONE,
            "has no effect: files are written through the cache of the system."),
    XOR2_ENCODING(
            "xor2-encoding",
            Effect.NONE,
            "has no effect: chunks of this encoding are always read, and written with"
                    + " --storage.blocks.encoding=prometheus-xor2.");

    /// What a name does.
    private enum Effect {
        EXPERIMENTAL,
        PHASED_OUT,
        NONE,
        STILL_TO_COME
    }

    private final String option;
    private final Effect effect;
    private final String text;

    Feature(String option, String enabled) {
        this(option, Effect.EXPERIMENTAL, enabled);
    }

    Feature(String option, Effect effect, String text) {
        this.option = option;
        this.effect = effect;
        this.text = text;
    }

    /// The feature of a name, which is case-sensitive; null where there is none.
    static @Nullable Feature of(String option) {
        for (Feature feature : values()) {
            if (feature.option.equals(option)) {
                return feature;
            }
        }
        return null;
    }

    /// Its name on the command line.
    String option() {
        return option;
    }

    /// Whether naming it does something that a user may have forgotten to be unstable, or does not
    /// do what they may expect.
    boolean isWorthAWarning() {
        return effect != Effect.EXPERIMENTAL;
    }

    /// Whether the flag's help names it.
    boolean isOffered() {
        return effect == Effect.EXPERIMENTAL || effect == Effect.PHASED_OUT;
    }

    /// What the log says when it is named: Prometheus' words, unless there is nothing to turn on
    /// here yet.
    String message() {
        return switch (effect) {
            case EXPERIMENTAL -> text;
            case PHASED_OUT, NONE ->
                    "This option for --enable-feature " + text + " option=" + option;
            case STILL_TO_COME ->
                    "This option for --enable-feature has no effect yet: "
                            + text
                            + " is still to come. option="
                            + option;
        };
    }
}
