package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;

import java.util.List;

/// A latency's threshold that is no bucket's bound.
class SloRulesTest {
    private static final long HOUR = 3_600_000;
    private static final long NOW = 500_000 * HOUR;

    private final ListStore store = new ListStore();

    private static SloRules rules(String threshold) {
        return SloRules.of(
                ConfigFile.parse(
                        "narthex.yml",
                        """
                        slos:
                          - name: latency
                            indicator:
                              latency: {metric: seconds, threshold: %s, ratio: 0.95}
                        """
                                .formatted(threshold),
                        _ -> null));
    }

    private void buckets(long time, String... bounds) {
        try (Appender appender = store.appender()) {
            for (String bound : bounds) {
                Labels labels = Labels.of("__name__", "seconds_bucket", "le", bound);
                appender.append(appender.resolve(labels), time, 1);
            }
            appender.commit();
        }
    }

    /// The bound of the fast events.
    private static String bound(SloRules rules) {
        List<RuleFile> files = rules.files(new RuleFileReader(ParserOptions.STABLE));
        assertThat(files).singleElement().extracting(RuleFile::path).isEqualTo("narthex.yml slos");
        String query = files.getFirst().groups().getFirst().rules().get(1).query();
        assertThat(query).contains("le=\"+Inf\"");
        return query.replaceAll("(?s).*,?le=\"(?!\\+Inf)([^\"]*)\".*", "$1");
    }

    @Test
    void threshold_isTakenForABound_beforeThereIsAnySample() {
        SloRules rules = rules("0.8");
        assertThat(bound(rules)).isEqualTo("0.8");
        assertThat(rules.following(store, rules, NOW)).isEqualTo(rules);
    }

    @Test
    void nextLowerBound_isUsed_andFollowsTheBuckets() {
        SloRules first = rules("0.8");
        buckets(NOW - 60_000, "0.25", "0.5", "1.5", "+Inf");
        SloRules second = first.following(store, first, NOW);
        assertThat(bound(second)).isEqualTo("0.5");
        assertThat(second.following(store, second, NOW + 1)).isEqualTo(second);
        buckets(NOW + 2 * HOUR, "0.75", "1.5", "+Inf");
        SloRules third = second.following(store, second, NOW + 2 * HOUR);
        assertThat(bound(third)).isEqualTo("0.75");
        // A service that is down for a day has the same buckets when it comes back.
        assertThat(third.following(store, third, NOW + 30 * HOUR)).isEqualTo(third);
        // Those of another threshold say nothing.
        SloRules other = rules("0.9");
        assertThat(bound(other.following(store, third, NOW + 30 * HOUR))).isEqualTo("0.9");
    }
}
