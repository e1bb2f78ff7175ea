package io.narthex.server.annotations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.http.Annotations.Filter;
import io.narthex.http.Annotations.Note;
import io.narthex.http.Annotations.Wanted;
import io.narthex.model.Labels;
import io.narthex.rules.RuleName;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.alert.AlertTransition;
import io.narthex.testkit.ManualClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

class AnnotationBookTest {
    private static final Filter ALL = new Filter(Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), 0);

    @TempDir Path folder;

    private final ManualClock clock = new ManualClock(50_000);

    private AnnotationBook book(int capacity) {
        return new AnnotationBook(folder.resolve("sub/annotations.jsonl"), capacity, clock);
    }

    private static Wanted wanted(@Nullable Long time, @Nullable Long end, String text) {
        return new Wanted(time, end, "deployment", text, List.of("v=\"2\"", "한국"));
    }

    private static List<String> texts(List<Note> notes) {
        return notes.stream().map(Note::text).toList();
    }

    @Test
    void add_survivesARestart_withWhatChanged() throws IOException {
        AnnotationBook book = book(10);
        assertThat(book.add(wanted(null, null, "a\n\"b\""))).isEqualTo(1);
        assertThat(book.add(wanted(10L, 20L, "c"))).isEqualTo(2);
        assertThat(book.end(note -> note.text().startsWith("a"), 60_000)).isTrue();
        assertThat(book.end(note -> note.text().startsWith("a"), 70_000)).isFalse();
        List<String> tags = List.of("v=\"2\"", "한국");
        assertThat(book(10).newest(ALL))
                .isEqualTo(book.newest(ALL))
                .containsExactly(
                        new Note(1, 50_000, 60_000L, "deployment", "a\n\"b\"", tags),
                        new Note(2, 10, 20L, "deployment", "c", tags));
        assertThat(Files.readAllLines(folder.resolve("sub/annotations.jsonl")))
                .contains(
                        "{\"id\":2,\"time\":10,\"end\":20,\"kind\":\"deployment\",\"text\":\"c\","
                                + "\"tags\":[\"v=\\\"2\\\"\",\"한국\"]}");
        assertThat(book(10).add(wanted(1L, null, "d"))).isEqualTo(3);
    }

    @Test
    void add_moreThanItHolds_dropsTheOldestAndKeepsTheFileShort() throws IOException {
        AnnotationBook book = book(3);
        for (int i = 0; i < 20; i++) {
            book.add(wanted((long) i, null, "n" + i));
        }
        assertThat(texts(book.newest(ALL))).containsExactly("n19", "n18", "n17");
        assertThat(texts(book(3).newest(ALL))).containsExactly("n19", "n18", "n17");
        assertThat(Files.readAllLines(folder.resolve("sub/annotations.jsonl")))
                .hasSizeBetween(3, 6);
    }

    @Test
    void open_damagedLine_isLeftOutAlone() throws IOException {
        book(10).add(wanted(1L, null, "before"));
        Path file = folder.resolve("sub/annotations.jsonl");
        Files.writeString(file, "{\"id\":2,\"ti", StandardOpenOption.APPEND);
        AnnotationBook again = book(10);
        again.add(wanted(2L, null, "after"));
        assertThat(texts(again.newest(ALL))).containsExactly("after", "before");
        assertThat(texts(book(10).newest(ALL))).containsExactly("after", "before");
    }

    @Test
    void newest_filter_byTimeKindAndNumber() {
        AnnotationBook book = book(10);
        book.add(wanted(10L, 20L, "span"));
        book.add(wanted(30L, null, "moment"));
        book.add(new Wanted(40L, null, "incident", "other", List.of()));
        assertThat(texts(book.newest(new Filter(15, 30, Set.of(), 0))))
                .containsExactly("moment", "span");
        assertThat(texts(book.newest(new Filter(21, 29, Set.of(), 0)))).isEmpty();
        assertThat(texts(book.newest(new Filter(0, 99, Set.of("incident"), 0))))
                .containsExactly("other");
        assertThat(texts(book.newest(new Filter(0, 99, Set.of(), 1)))).containsExactly("other");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 4, ok, text, end: is before time",
        "999999999999999, , ok, text, time: not within",
        ", , Big, text, kind: expected a word",
        ", , ok, ' ', text: expected 1 to 1000",
        ", , ok, '\uD800', text: not valid Unicode"
    })
    void add_whatCannotBe_isRefused(
            @Nullable Long time, @Nullable Long end, String kind, String text, String message) {
        assertThatThrownBy(() -> book(3).add(new Wanted(time, end, kind, text, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void alerts_markFromWhenUntilWhenTheyFire() {
        AnnotationBook book = book(10);
        AlertMarks marks = new AlertMarks(book);
        changed(marks, 1, "a", AlertState.INACTIVE, AlertState.PENDING);
        changed(marks, 2, "a", AlertState.PENDING, AlertState.FIRING);
        changed(marks, 3, "b", AlertState.PENDING, AlertState.FIRING);
        changed(marks, 4, "a", AlertState.FIRING, AlertState.FIRING);
        changed(marks, 5, "a", AlertState.FIRING, AlertState.INACTIVE);
        changed(marks, 6, "c", AlertState.FIRING, AlertState.INACTIVE);
        assertThat(book.newest(ALL))
                .containsExactly(
                        new Note(2, 3, null, "alert", "Down", List.of("job=b")),
                        new Note(1, 2, 5L, "alert", "Down", List.of("job=a")));
    }

    private static void changed(
            AlertMarks marks, long time, String job, AlertState from, AlertState to) {
        Labels labels = new Labels.Builder().set("alertname", "Down").set("job", job).build();
        marks.changed(
                new RuleName("f", "g", "Down"),
                new AlertTransition(time, labels, from, to, AlertTransition.Reason.PRESENT, 1));
    }
}
