package io.narthex.rules.history;

import static org.assertj.core.api.Assertions.assertThat;

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
        return history.newest(Long.MIN_VALUE, Long.MAX_VALUE, List.of(), 0).stream()
                .map(e -> e.transition().time())
                .toList();
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
            assertThat(history.newest(3, 5, List.of(), 0)).hasSize(3);
            assertThat(history.newest(0, 9, List.of(), 2))
                    .extracting(e -> e.transition().time())
                    .containsExactly(9L, 8L);
            List<List<LabelMatcher>> either =
                    List.of(
                            List.of(LabelMatcher.equal("i", "i2")),
                            List.of(LabelMatcher.equal("i", "i7")));
            assertThat(history.newest(0, 9, either, 0))
                    .extracting(e -> e.transition().time())
                    .containsExactly(7L, 2L);
        }
    }

    @Test
    void reopened_knowsEverythingAsItWas() {
        try (AlertHistory history = open(10)) {
            change(history, 1, 3);
        }
        try (AlertHistory history = open(10)) {
            assertThat(history.newest(3, 3, List.of(), 0))
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
