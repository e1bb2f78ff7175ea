package io.narthex.tsdb.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.Ulid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

class CompactionPlanTest {
    private static final CompactionPlan PLAN =
            CompactionPlan.of(Duration.ofHours(2), Duration.ofDays(100));

    /// Blocks as `from-to` in hours, with `!` and a percentage of series with deletions.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing                       | ''                  | ''
                    one                           | 0-2                 | ''
                    the newest is left alone      | 0-2 2-4 4-6         | ''
                    a full range                  | 0-2 2-4 4-6 6-8     | 0-2 2-4 4-6
                    a range that is over          | 0-2 4-6 6-8         | 0-2 4-6
                    also without its end          | 0-2 2-4 6-8 8-10    | 0-2 2-4
                    one block in a range          | 0-2 6-8 8-10        | ''
                    ranges are aligned            | 2-4 4-6 6-8 8-10    | 2-4 4-6
                    the next level                | 0-6 6-12 12-18 18-20| 0-6 6-12 12-18
                    small ones first              | 0-6 6-12 12-14 14-16 16-18 18-20 | 12-14 14-16 16-18
                    overlapping, newest too       | 0-2 2-4 3-5         | 2-4 3-5
                    overlapping through another   | 0-6 1-2 4-8 8-10    | 0-6 1-2 4-8
                    overlaps before ranges        | 0-2 2-4 4-6 6-8 7-8 | 6-8 7-8
                    too long for a range          | 0-7 8-10 10-12 12-14 14-16 | 8-10 10-12
                    before 1970                   | -6--4 -4--2 -2-0 0-2| -6--4 -4--2 -2-0
                    a large one with deletions    | 0-162!6 162-164     | 0-162!6
                    few deletions                 | 0-162!5 162-164     | ''
                    a small one with deletions    | 0-2!50 2-4          | ''
                    a small one with nothing else | 0-2!100 2-4         | 0-2!100
                    """)
    void next_choosesAsPrometheus(String what, String blocks, String expected) {
        List<BlockMeta> next = PLAN.next(metas(blocks));
        assertThat(next.stream().map(CompactionPlanTest::text).collect(Collectors.joining(" ")))
                .as(what)
                .isEqualTo(expected);
    }

    @Test
    void ranges_endAtATenthOfTheRetention() {
        assertThat(hours(CompactionPlan.of(Duration.ofHours(2), Duration.ofDays(15))))
                .containsExactly(2L, 6L, 18L);
        assertThat(hours(CompactionPlan.of(Duration.ofHours(2), Duration.ofDays(5000))))
                .containsExactly(2L, 6L, 18L, 54L, 162L, 486L);
        assertThat(hours(CompactionPlan.of(Duration.ofHours(2), Duration.ZERO)))
                .containsExactly(2L, 6L, 18L, 54L, 162L, 486L);
        assertThat(hours(CompactionPlan.of(Duration.ofHours(2), Duration.ofHours(5))))
                .containsExactly(2L);
    }

    private static List<Long> hours(CompactionPlan plan) {
        return plan.ranges().stream().map(r -> r / 3_600_000).toList();
    }

    private static List<BlockMeta> metas(String blocks) {
        return blocks.isEmpty()
                ? List.of()
                : Arrays.stream(blocks.split(" ")).map(CompactionPlanTest::meta).toList();
    }

    private static BlockMeta meta(String block) {
        String[] parts = block.split("!");
        int dash = parts[0].indexOf('-', 1);
        Ulid ulid = Ulid.random(0);
        return new BlockMeta(
                ulid,
                Long.parseLong(parts[0].substring(0, dash)) * 3_600_000,
                Long.parseLong(parts[0].substring(dash + 1)) * 3_600_000,
                new BlockMeta.Stats(
                        1, 1, 0, 100, 1, parts.length > 1 ? Long.parseLong(parts[1]) : 0),
                BlockMeta.Compaction.fromHead(ulid),
                List.of());
    }

    private static String text(BlockMeta meta) {
        String range = meta.mint() / 3_600_000 + "-" + meta.endTime() / 3_600_000;
        long tombstones = meta.stats().tombstones();
        return tombstones == 0 ? range : range + "!" + tombstones;
    }
}
