package io.narthex.rules.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.rules.RuleName;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.alert.AlertTransition;
import io.narthex.rules.alert.AlertTransition.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

class AlertHistoryTest {
    private static final RuleName RULE = new RuleName("f.yml", "g", "Down");

    @TempDir private Path folder;

    private static AlertTransition transition(long time) {
        return new AlertTransition(
                time,
                Labels.of("alertname", "Down", "i", "i" + time),
                AlertState.INACTIVE,
                AlertState.PENDING,
                Reason.PRESENT,
                0.5);
    }

    private AlertHistory open(int capacity) {
        return new AlertHistory(folder.resolve("alerts"), capacity);
    }

    private static void change(AlertHistory history, int from, int to) {
        for (long time = from; time <= to; time++) {
            history.changed(RULE, transition(time));
        }
    }

    private static List<Long> times(AlertHistory history) {
        return times(history, filter(Long.MIN_VALUE, Long.MAX_VALUE, List.of(), 0));
    }

    private static List<Long> times(AlertHistory history, HistoryFilter filter) {
        return times(history.newest(filter));
    }

    private static List<Long> times(HistoryPage page) {
        return page.events().stream().map(e -> e.transition().time()).toList();
    }

    private static HistoryFilter filter(
            long from, long to, List<List<LabelMatcher>> matchers, int limit) {
        return new HistoryFilter(from, to, Set.of(), matchers, limit, null);
    }

    private static HistoryFilter after(HistoryPage page, int limit) {
        return new HistoryFilter(0, 100, Set.of(), List.of(), limit, page.end());
    }

    @Test
    void newest_isBounded_newestFirst() {
        try (AlertHistory history = new AlertHistory(null, 3)) {
            change(history, 1, 5);
            assertThat(times(history)).containsExactly(5L, 4L, 3L);
        }
    }

    @Test
    void newest_filters() {
        try (AlertHistory history = new AlertHistory(null, 100)) {
            change(history, 1, 9);
            assertThat(times(history, filter(3, 5, List.of(), 0))).containsExactly(5L, 4L, 3L);
            assertThat(times(history, filter(0, 9, List.of(), 2))).containsExactly(9L, 8L);
            List<List<LabelMatcher>> either =
                    List.of(
                            List.of(LabelMatcher.equal("i", "i2")),
                            List.of(LabelMatcher.equal("i", "i7")));
            assertThat(times(history, filter(0, 9, either, 0))).containsExactly(7L, 2L);
            history.changed(new RuleName("f", "g", "Other"), transition(10));
            HistoryFilter other = new HistoryFilter(0, 99, Set.of("Other"), List.of(), 0, null);
            assertThat(times(history, other)).containsExactly(10L);
        }
    }

    /// Changes that come, and old ones that go, shift no page.
    @Test
    void newest_goesOnWhereThePageBeforeEnded() {
        try (AlertHistory history = new AlertHistory(null, 6)) {
            change(history, 1, 5);
            HistoryPage first = history.newest(filter(0, 100, List.of(), 2));
            assertThat(times(first)).containsExactly(5L, 4L);
            change(history, 6, 7);
            HistoryPage second = history.newest(after(first, 1));
            assertThat(times(second)).containsExactly(3L);
            HistoryPage third = history.newest(after(second, 1));
            assertThat(times(third)).containsExactly(2L);
            assertThat(third.end()).isNull();
            change(history, 8, 20);
            assertThat(times(history.newest(after(second, 1)))).isEmpty();
        }
    }

    @Test
    void newest_pageOfAnotherHistory_isRefused() {
        try (AlertHistory history = new AlertHistory(null, 6)) {
            change(history, 1, 5);
            HistoryPage first = history.newest(filter(0, 100, List.of(), 2));
            try (AlertHistory shorter = new AlertHistory(null, 6);
                    AlertHistory other = new AlertHistory(null, 6)) {
                change(shorter, 1, 2);
                change(other, 2, 6);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> shorter.newest(after(first, 2)))
                        .withMessageContaining("was the server restarted?");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> other.newest(after(first, 2)));
            }
        }
    }

    @Test
    void reopened_knowsEverythingAsItWas() {
        try (AlertHistory history = open(10)) {
            change(history, 1, 3);
        }
        try (AlertHistory history = open(10)) {
            assertThat(history.newest(filter(3, 3, List.of(), 0)).events())
                    .containsExactly(new AlertEvent(RULE, transition(3)));
            change(history, 4, 4);
            assertThat(times(history)).containsExactly(4L, 3L, 2L, 1L);
        }
    }

    @Test
    void files_areTwoAtMost() throws IOException {
        for (int round = 0; round < 5; round++) {
            try (AlertHistory history = open(4)) {
                change(history, round * 7 + 1, round * 7 + 7);
            }
        }
        try (AlertHistory history = open(4)) {
            assertThat(times(history)).containsExactly(35L, 34L, 33L, 32L);
        }
        Path alerts = folder.resolve("alerts");
        try (var files = Files.list(alerts)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(HistoryFiles.NEW, HistoryFiles.OLD);
        }
        long record = 8L + EventBytes.write(new AlertEvent(RULE, transition(35))).length;
        assertThat(Files.size(alerts.resolve(HistoryFiles.OLD))).isEqualTo(4 * record);
    }

    @Test
    void reopened_cutAnywhere_keepsWhatIsWholeAndGoesOn() throws IOException {
        try (AlertHistory history = open(10)) {
            change(history, 1, 3);
        }
        Path file = folder.resolve("alerts").resolve(HistoryFiles.NEW);
        byte[] bytes = Files.readAllBytes(file);
        int record = bytes.length / 3;
        for (int length = 2 * record; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            try (AlertHistory history = open(10)) {
                assertThat(times(history)).containsExactly(2L, 1L);
                change(history, 8, 8);
            }
            try (AlertHistory history = open(10)) {
                assertThat(times(history)).containsExactly(8L, 2L, 1L);
            }
        }
    }

    @Test
    void reopened_damaged_keepsWhatIsBefore() throws IOException {
        try (AlertHistory history = open(10)) {
            change(history, 1, 3);
        }
        Path file = folder.resolve("alerts").resolve(HistoryFiles.NEW);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (AlertHistory history = open(10)) {
            assertThat(times(history)).containsExactly(1L);
        }
    }

    @Test
    void folderIsAFile_changesAreInMemory() throws IOException {
        Files.writeString(folder.resolve("alerts"), "not a folder");
        try (AlertHistory history = open(10)) {
            change(history, 1, 2);
            assertThat(times(history)).containsExactly(2L, 1L);
        }
    }

    @Test
    void bytes_areAsDescribed() throws IOException {
        AlertEvent event =
                new AlertEvent(
                        new RuleName("f", "g", "A"),
                        new AlertTransition(
                                1,
                                Labels.of("a", "é"),
                                AlertState.PENDING,
                                AlertState.FIRING,
                                Reason.FOR_ELAPSED,
                                0.5));
        assertThat(HexFormat.of().formatHex(EventBytes.write(event)))
                .isEqualTo(
                        "0000000000000001" // time
                                + "3fe0000000000000" // value
                                + "0000000750454e44494e47" // PENDING
                                + "00000006464952494e47" // FIRING
                                + "0000000b464f525f454c4150534544" // FOR_ELAPSED
                                + "0000000166" // f
                                + "0000000167" // g
                                + "0000000141" // A
                                + "00000001"
                                + "0000000161"
                                + "00000002c3a9");
        assertThat(EventBytes.read(EventBytes.write(event))).isEqualTo(event);
    }
}
