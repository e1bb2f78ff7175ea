package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.promql.Answers;
import io.narthex.promql.EngineFixture;
import io.narthex.promql.QueryRequest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortMatchersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "m{a=~'x.*',b='c',a=~'x.*'}; [b=\"c\", __name__=\"m\", a=~\"x.*\"]",
                "m{a!~'x.*',b!='c'}; [__name__=\"m\", b!=\"c\", a!~\"x.*\"]",
                "rate(m{a=~'x.*',b='c'}[5m]); [b=\"c\", __name__=\"m\", a=~\"x.*\"]",
                "absent(sum(m{b='c',b='c'})); [b=\"c\", __name__=\"m\"]",
                "absent(m{b='c',b='c'}); [b=\"c\", b=\"c\", __name__=\"m\"]",
                "absent_over_time(m{b='c',b='c'}[5m]); [b=\"c\", b=\"c\", __name__=\"m\"]",
            })
    void optimize_expensiveAndRepeated_areMovedBackAndDropped(String text, String expected) {
        String query = text.replace('\'', '"');
        LogicalNode plan = new SortMatchers().optimize(Plans.of(query));
        assertThat(Plans.selectors(plan)).containsExactly("Selector " + expected);
        try (EngineFixture fixture = new EngineFixture()) {
            fixture.load(Labels.of("__name__", "m", "a", "xy", "b", "c"), 15_000, "1+2x20");
            fixture.load(Labels.of("__name__", "m", "a", "z"), 15_000, "1+3x20");
            QueryRequest request = QueryRequest.range(query, 0, 600_000, 15_000);
            Answers.sameWithAndWithout("sort-matchers", fixture.store(), request);
        }
    }
}
