package io.narthex.server.features;

import io.narthex.promql.EngineFeatures;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.remote.otlp.Deltas;
import io.narthex.server.config.ConfigDefaults;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The features that the command line named.
///
/// Thread safety: immutable.
public final class EnabledFeatures {
    /// Nothing but what is stable.
    public static final EnabledFeatures NONE = new EnabledFeatures(EnumSet.noneOf(Feature.class));

    private static final Logger LOG = LoggerFactory.getLogger(EnabledFeatures.class);

    private final Set<Feature> features;

    private EnabledFeatures(Set<Feature> features) {
        this.features = features;
    }

    /// Reads names, and says in the log what each turns on. An unknown one is a warning, so that a
    /// command line survives an upgrade that drops it.
    ///
    /// @throws IllegalArgumentException if two of them exclude each other
    public static EnabledFeatures of(List<String> names) {
        EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
        for (String name : names) {
            Feature feature = Feature.of(name);
            if (feature == null) {
                LOG.warn("Unknown option for --enable-feature option={}", name);
            } else {
                LOG.atLevel(feature.isWorthAWarning() ? Level.WARN : Level.INFO)
                        .log(feature.message());
                features.add(feature);
            }
        }
        if (features.contains(Feature.OTLP_DELTATOCUMULATIVE)
                && features.contains(Feature.OTLP_NATIVE_DELTA_INGESTION)) {
            throw new IllegalArgumentException(
                    "cannot enable otlp-deltatocumulative and otlp-native-delta-ingestion features"
                            + " at the same time");
        }
        return new EnabledFeatures(features);
    }

    /// The names that turn something on in this version, for the flag's help.
    public static List<String> offered() {
        return Arrays.stream(Feature.values())
                .filter(Feature::isOffered)
                .map(Feature::option)
                .sorted()
                .toList();
    }

    /// What queries may use.
    public EngineFeatures engine() {
        return new EngineFeatures(
                features.contains(Feature.PROMQL_DELAYED_NAME_REMOVAL),
                features.contains(Feature.USE_START_TIMESTAMPS),
                features.contains(Feature.TYPE_AND_UNIT_LABELS),
                features.contains(Feature.PROMQL_PER_STEP_STATS),
                new ParserOptions(
                        features.contains(Feature.PROMQL_EXPERIMENTAL_FUNCTIONS),
                        features.contains(Feature.PROMQL_EXTENDED_RANGE_SELECTORS),
                        features.contains(Feature.PROMQL_BINOP_FILL_MODIFIERS)));
    }

    /// Whether rules that don't depend on each other are evaluated side by side.
    public boolean concurrentRules() {
        return features.contains(Feature.CONCURRENT_RULE_EVAL);
    }

    /// Whether exemplars are stored.
    public boolean exemplarStorage() {
        return features.contains(Feature.EXEMPLAR_STORAGE);
    }

    /// Whether start timestamps are stored as samples of their own with the value 0.
    public boolean zeroStarts() {
        return features.contains(Feature.CREATED_TIMESTAMP_ZERO_INGESTION);
    }

    /// Whether start timestamps are stored with their samples.
    public boolean storedStarts() {
        return features.contains(Feature.ST_STORAGE);
    }

    /// What becomes of differences that come by OTLP.
    public Deltas otlpDeltas() {
        if (features.contains(Feature.OTLP_DELTATOCUMULATIVE)) {
            return Deltas.ADDED_UP;
        }
        return features.contains(Feature.OTLP_NATIVE_DELTA_INGESTION)
                ? Deltas.STORED
                : Deltas.REFUSED;
    }

    /// What holds where the configuration does not say.
    public ConfigDefaults configDefaults() {
        return new ConfigDefaults(
                features.contains(Feature.EXTRA_SCRAPE_METRICS), zeroStarts() || storedStarts());
    }

    /// Whether names and values of labels may be searched.
    public boolean search() {
        return features.contains(Feature.SEARCH_API);
    }

    /// Whether changes of the configuration are looked for.
    public boolean autoReload() {
        return features.contains(Feature.AUTO_RELOAD_CONFIG);
    }
}
