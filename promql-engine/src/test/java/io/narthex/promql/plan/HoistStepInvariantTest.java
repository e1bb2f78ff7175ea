package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.promql.Answers;
import io.narthex.promql.EngineFixture;
import io.narthex.promql.QueryRequest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoistStepInvariantTest {
    private static final String M = "Selector [__name__=\"m\"]";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "m @ 120 + 1; StepInvariant(Binary +(M @ 120000ms, Literal 1.0))",
                "m @ 120 + m; Binary +(StepInvariant(M @ 120000ms), M)",
                "sum(m @ start()) * 2; StepInvariant(Binary *(Aggregate sum by [](M @ 100000ms),"
                        + " Literal 2.0))",
                "scalar(m @ 120) + time();"
                        + " Binary +(StepInvariant(Call scalar(M @ 120000ms)), Call time)",
                "max_over_time(m[5m:1m] @ 120);"
                        + " StepInvariant(Call max_over_time(Subquery range 300000ms step 60000ms @"
                        + " 120000ms(M)))",
                "max_over_time((m @ 120)[5m:1m]);"
                        + " Call max_over_time(Subquery range 300000ms step 60000ms(StepInvariant(M"
                        + " @ 120000ms)))",
                "timestamp(m @ 120); Call timestamp(StepInvariant(M @ 120000ms))",
                "m; M",
                "1 + 2; Binary +(Literal 1.0, Literal 2.0)",
            })
    void optimize_fixedByAt_isWrappedAtTheTop(String query, String expected) {
        LogicalNode plan = new HoistStepInvariant().optimize(Plans.of(query));
        assertThat(Plans.line(plan)).isEqualTo(expected.replace("M", M));
        try (EngineFixture fixture = new EngineFixture()) {
            fixture.load(Labels.of("__name__", "m"), 15_000, "1+2x60");
            QueryRequest request = QueryRequest.range(query, 100_000, 700_000, 15_000);
            Answers.sameWithAndWithout("hoist-step-invariant", fixture.store(), request);
        }
    }
}
