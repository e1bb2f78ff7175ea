package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.cardinality.IndexStats;
import io.narthex.tsdb.cardinality.RelabelEffect;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// What rules would save, counted on series that are there: `logins{user, zone}` of 40 users in 2
/// zones, one without a user in each zone, and `up` of 3 instances.
class RelabelEffectTest {
    private static final long T0 = 1_790_000_000_000L;
    private static final int MANY = 1_000_000;

    private final Tsdb store =
            new Tsdb(
                    TsdbOptions.builder()
                            .maintenanceInterval(Duration.ZERO)
                            .clock(new ManualClock(T0))
                            .build());

    @BeforeEach
    void fill() {
        try (Appender appender = store.appender()) {
            for (String zone : List.of("a", "b")) {
                for (int user = 0; user < 40; user++) {
                    append(appender, "job", "web", "user", "u" + user, "zone", zone);
                }
                append(appender, "job", "web", "zone", zone);
            }
            for (int i = 0; i < 3; i++) {
                Labels up = Labels.of("__name__", "up", "instance", "i" + i, "job", "db");
                appender.append(appender.resolve(up), T0, 1);
            }
            appender.commit();
        }
    }

    private static void append(Appender appender, String... labels) {
        Labels.Builder all = Labels.of(labels).toBuilder().set("__name__", "logins");
        appender.append(appender.resolve(all.build()), T0, 1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private RelabelEffect effect(RelabelRule.Builder rule, LabelMatcher... matchers) {
        return store.tryRules(List.of(matchers), List.of(rule.build()), MANY);
    }

    @Test
    void drop_savesTheMetric() {
        RelabelEffect effect =
                effect(
                        RelabelRule.builder()
                                .action(RelabelRule.Action.DROP)
                                .sourceLabels("__name__")
                                .regex("logins"));
        assertThat(effect.all()).isEqualTo(85);
        assertThat(effect.dropped()).isEqualTo(82);
        assertThat(effect.merged()).isZero();
        assertThat(effect.jobs()).containsExactly("web");
        List<IndexStats.Count> bytes = store.bytesByMetric(10);
        assertThat(effect.droppedBytes()).isEqualTo(bytes.getFirst().count()).isPositive();
        assertThat(effect.allBytes())
                .isEqualTo(bytes.stream().mapToLong(IndexStats.Count::count).sum());
    }

    @Test
    void labeldrop_mergesWhatDiffersByItAlone() {
        RelabelEffect effect =
                effect(RelabelRule.builder().action(RelabelRule.Action.LABELDROP).regex("user"));
        // Of each zone one series is left: 40 users, and the one without, come out as one.
        assertThat(effect.dropped()).isZero();
        assertThat(effect.merged()).isEqualTo(80);
        assertThat(effect.crowds()).isEqualTo(2);
        assertThat(effect.collisions())
                .containsExactlyInAnyOrder(collision("a", 41), collision("b", 41));
        assertThat(effect.mergedBytes()).isPositive();
    }

    private static RelabelEffect.Collision collision(String zone, long series) {
        return new RelabelEffect.Collision(
                Labels.of("__name__", "logins", "job", "web", "zone", zone), series);
    }

    @Test
    void labeldrop_ofALabelThatTellsNothing_mergesNothing() {
        RelabelEffect effect =
                effect(RelabelRule.builder().action(RelabelRule.Action.LABELDROP).regex("job"));
        assertThat(effect.merged()).isZero();
        assertThat(effect.collisions()).isEmpty();
        assertThat(effect.jobs()).containsExactly("db", "web");
    }

    @Test
    void tooManySeries_areAPartOnly() {
        RelabelRule drop =
                RelabelRule.builder()
                        .action(RelabelRule.Action.DROP)
                        .sourceLabels("__name__")
                        .regex("logins")
                        .build();
        RelabelEffect effect =
                store.tryRules(
                        List.of(LabelMatcher.equal("__name__", "logins")), List.of(drop), 10);
        assertThat(effect.isWhole()).isFalse();
        assertThat(effect.dropped()).isEqualTo(10);
        assertThat(effect.all()).isEqualTo(85);
    }
}
