package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class ReliabilityRecordTest {
    private static final String HEAD = "| what | command | seed | count | result | date |";
    private static final String RULE = "|---|---|---|---|---|---|";

    @Test
    void with_noTable_addsOne() {
        assertThat(ReliabilityRecord.with(List.of("# Title"), "a", "| a | 1 |"))
                .containsExactly("# Title", "", HEAD, RULE, "| a | 1 |");
    }

    @Test
    void with_rowOfTheSameName_isReplaced() {
        List<String> lines = List.of(HEAD, RULE, "| ab | 1 |", "| a | 1 |", "", "end");
        assertThat(ReliabilityRecord.with(lines, "a", "| a | 2 |"))
                .containsExactly(HEAD, RULE, "| ab | 1 |", "| a | 2 |", "", "end");
    }

    @Test
    void with_newRow_standsLast() {
        assertThat(
                        ReliabilityRecord.with(
                                List.of(HEAD, RULE, "| a | 1 |", "end"), "b", "| b | 2 |"))
                .containsExactly(HEAD, RULE, "| a | 1 |", "| b | 2 |", "end");
    }
}
