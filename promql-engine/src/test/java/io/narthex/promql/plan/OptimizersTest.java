package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.Answers;
import io.narthex.promql.EngineFixture;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.Explanation;
import io.narthex.promql.Explanation.Rewrite;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The list of optimizers, and how they are switched off.
class OptimizersTest {
    @Test
    void names_areInTheirOrder() {
        assertThat(Optimizers.names())
                .containsExactly(
                        "fold-numbers",
                        "sort-matchers",
                        "propagate-matchers",
                        "hoist-step-invariant",
                        "share-subtrees",
                        "share-ranges",
                        "prune-labels");
    }

    @Test
    void unknownName_isRefusedWithThoseKnown() {
        assertThatThrownBy(
                        () -> EngineOptions.DEFAULTS.withoutOptimizers(Set.of("fold", "sorting")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "unknown optimizer \"fold\"; known are fold-numbers, sort-matchers, ");
    }

    /// A query for each that this one changes and no other does.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "fold-numbers; 1 + 2",
                "sort-matchers; m{a!='1',b='2'}",
                "propagate-matchers; m{a='1'} / n",
                "hoist-step-invariant; m @ 5",
                "share-subtrees; abs(m) / abs(m)",
                "share-ranges; max_over_time(m[5m]) - min_over_time(m[5m])",
                "prune-labels; sum by (a) (m)",
            })
    void explain_tellsWhichOptimizerChangedThePlan(String name, String query) {
        String asked = query.replace('\'', '"');
        Explanation on = explained(asked, Set.of());
        assertThat(on.rewrites())
                .filteredOn(r -> r.after() != null)
                .extracting(Rewrite::optimizer)
                .containsExactly(name);
        assertThat(on.text())
                .contains("\nPlan after " + name + "\n")
                .doesNotContain("Switched off");
        Explanation off = explained(asked, Set.of(name));
        assertThat(off.rewrites()).allMatch(r -> r.after() == null);
        assertThat(off.text()).contains("\nSwitched off: " + name + "\n");
    }

    private static Explanation explained(String query, Set<String> disabled) {
        try (EngineFixture fixture = new EngineFixture();
                QueryEngine engine = new QueryEngine(Answers.options(1, disabled))) {
            QueryRequest request = QueryRequest.range(query, 0, 60_000, 15_000);
            return engine.prepare(request, fixture.store()).explain(false);
        }
    }

    @Test
    void everyOptimizer_hasItsOwnFileAndTest() {
        assertThat(Optimizers.ALL)
                .allSatisfy(
                        o -> {
                            String type =
                                    Arrays.stream(o.name().split("-", -1))
                                            .map(OptimizersTest::capital)
                                            .collect(Collectors.joining());
                            assertThat(o.getClass().getSimpleName()).isEqualTo(type);
                            assertThatCode(() -> Class.forName(o.getClass().getName() + "Test"))
                                    .doesNotThrowAnyException();
                        });
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
