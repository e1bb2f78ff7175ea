package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.Answers;
import io.narthex.promql.EngineFixture;
import io.narthex.promql.QueryRequest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldNumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "-(1 + 2) * 2; Literal -6.0",
                "6 / 4 - 1; Literal 0.5",
                "1 / 0; Literal Infinity",
                "0 / 0; Literal NaN",
                "-0; Literal -0.0",
                "1 + time(); Binary +(Literal 1.0, Call time)",
                "1 + 2 + time(); Binary +(Literal 3.0, Call time)",
                "2 ^ NaN; Binary ^(Literal 2.0, Literal NaN)",
                "1 <bool 2; Binary < bool(Literal 1.0, Literal 2.0)",
                "vector(1 + 1); Call vector(Literal 2.0)",
            })
    void optimize_fourOperations_becomeOneNumber(String query, String expected) {
        assertThat(Plans.line(new FoldNumbers().optimize(Plans.of(query)))).isEqualTo(expected);
        try (EngineFixture fixture = new EngineFixture()) {
            QueryRequest request = QueryRequest.range(query, 0, 60_000, 15_000);
            Answers.sameWithAndWithout("fold-numbers", fixture.store(), request);
        }
    }
}
