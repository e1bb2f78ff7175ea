package io.narthex.server.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.narthex.promql.EngineFeatures;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.remote.otlp.Deltas;
import io.narthex.server.config.ConfigDefaults;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import java.util.List;

class EnabledFeaturesTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(EnabledFeatures.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void nothing_isStable() {
        assertThat(EnabledFeatures.of(List.of()).engine()).isEqualTo(EngineFeatures.STABLE);
        assertThat(log.list).isEmpty();
    }

    @Test
    void everyName_turnsOnItsOwnPart() {
        assertThat(engine("promql-experimental-functions").parser())
                .isEqualTo(new ParserOptions(true, false, false));
        assertThat(engine("promql-extended-range-selectors").parser())
                .isEqualTo(new ParserOptions(false, true, false));
        assertThat(engine("promql-binop-fill-modifiers").parser())
                .isEqualTo(new ParserOptions(false, false, true));
        EngineFeatures stable = EngineFeatures.STABLE;
        assertThat(engine("promql-delayed-name-removal"))
                .isEqualTo(stable.withDelayedNameRemoval(true));
        assertThat(engine("use-start-timestamps")).isEqualTo(stable.withStartTimestamps(true));
        assertThat(engine("type-and-unit-labels")).isEqualTo(stable.withTypeAndUnitLabels(true));
        assertThat(engine("promql-per-step-stats")).isEqualTo(stable.withPerStepStats(true));
        assertThat(engine("promql-duration-expr")).isEqualTo(stable);
        assertThat(EnabledFeatures.of(List.of("exemplar-storage")).exemplarStorage()).isTrue();
        assertThat(EnabledFeatures.of(List.of("concurrent-rule-eval")).concurrentRules()).isTrue();
        assertThat(EnabledFeatures.of(List.of("extra-scrape-metrics")).configDefaults())
                .isEqualTo(new ConfigDefaults(true, false));
        for (String starts : List.of("created-timestamp-zero-ingestion", "st-storage")) {
            assertThat(EnabledFeatures.of(List.of(starts)).configDefaults())
                    .isEqualTo(new ConfigDefaults(false, true));
        }
    }

    @Test
    void differencesOfOtlp_areTreatedAsNamed() {
        assertThat(EnabledFeatures.NONE.otlpDeltas()).isEqualTo(Deltas.REFUSED);
        assertThat(EnabledFeatures.of(List.of("otlp-deltatocumulative")).otlpDeltas())
                .isEqualTo(Deltas.ADDED_UP);
        assertThat(EnabledFeatures.of(List.of("otlp-native-delta-ingestion")).otlpDeltas())
                .isEqualTo(Deltas.STORED);
    }

    private static EngineFeatures engine(String name) {
        return EnabledFeatures.of(List.of(name)).engine();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "promql-experimental-functions | INFO | Experimental PromQL functions enabled.",
                "promql-duration-expr | WARN | This option for --enable-feature is now permanently"
                        + " enabled and therefore a no-op. option=promql-duration-expr",
                "native-histograms | WARN | This option for --enable-feature is a no-op. To scrape"
                        + " native histograms, set the scrape_native_histograms scrape config"
                        + " setting to true. option=native-histograms",
                "exemplar-storage | INFO | Experimental in-memory exemplar storage enabled",
                "concurrent-rule-eval | INFO | Experimental concurrent rule evaluation enabled.",
                "use-uncached-io | WARN | This option for --enable-feature has no effect: files are"
                        + " written through the cache of the system. option=use-uncached-io",
                "otlp-deltatocumulative | INFO | Converting delta OTLP metrics to cumulative",
                "old-ui | WARN | This option for --enable-feature has no effect yet: another page"
                        + " is still to come. option=old-ui",
                "promql-at-modifier | WARN | Unknown option for --enable-feature"
                        + " option=promql-at-modifier",
                "PROMQL-DURATION-EXPR | WARN | Unknown option for --enable-feature"
                        + " option=PROMQL-DURATION-EXPR",
            })
    void everyName_isLogged(String name, String level, String message) {
        EnabledFeatures.of(List.of(name));
        assertThat(log.list).hasSize(1);
        assertThat(log.list.getFirst().getLevel()).isEqualTo(Level.valueOf(level));
        assertThat(log.list.getFirst().getFormattedMessage()).isEqualTo(message);
    }

    @Test
    void namesThatExcludeEachOther_areRefused() {
        assertThatThrownBy(
                        () ->
                                EnabledFeatures.of(
                                        List.of(
                                                "otlp-native-delta-ingestion",
                                                "otlp-deltatocumulative")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cannot enable otlp-deltatocumulative and otlp-native-delta-ingestion"
                                + " features at the same time");
    }
}
