package io.narthex.rules.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.narthex.model.Labels;
import io.narthex.rules.deliver.Silence.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SilenceBookTest {
    private static final long HOUR = 3_600_000;

    @TempDir Path directory;

    private final SilenceBook book = new SilenceBook(null);

    private static Silence wanted(String id, String matchers, long start, long end) {
        return new Silence(id, SilenceBook.matchers(matchers), start, end, "kim", "deploy", 0);
    }

    private Silence set(Silence wanted, long now) {
        Silence silence = book.set(wanted, now);
        if (silence == null) {
            throw new AssertionError("there is no silence of the id " + wanted.id());
        }
        return silence;
    }

    @Test
    void new_beginsNowAtTheEarliest() {
        Silence silence = set(wanted("", "{a=\"b\"}", 5, 10 * HOUR), HOUR);
        assertThat(silence.startsAt()).isEqualTo(HOUR);
        assertThat(silence.endsAt()).isEqualTo(10 * HOUR);
        assertThat(silence.updatedAt()).isEqualTo(HOUR);
        assertThat(silence.id()).hasSize(36);
        assertThat(silence.state(HOUR)).isEqualTo(State.ACTIVE);
        assertThat(silence.state(10 * HOUR)).isEqualTo(State.EXPIRED);
        assertThat(set(wanted("", "{a=\"b\"}", 5 * HOUR, 10 * HOUR), HOUR).state(HOUR))
                .isEqualTo(State.PENDING);
    }

    @Test
    void wrong_namesTheMember() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wanted("", "{a=~\".*\",b=\"\"}", 0, 5))
                .withMessageStartingWith("matchers: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wanted("", "{a=\"b\"}", 5, 5))
                .withMessageStartingWith("endsAt: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> book.set(wanted("", "{a=\"b\"}", 0, 5), 5))
                .withMessageStartingWith("endsAt: ");
        assertThat(book.set(wanted("x", "{a=\"b\"}", 0, HOUR), 0)).isNull();
        assertThat(book.all(0)).isEmpty();
    }

    @Test
    void matchers_areAlertmanagers() {
        set(wanted("", "{a=~\"x|y\",b!=\"1\",c!~\"q.*\",d=\"\"}", 0, HOUR), 0);
        assertThat(book.silence(Labels.of("a", "x"), 0)).isTrue();
        assertThat(book.silence(Labels.of("a", "xx"), 0)).isFalse();
        assertThat(book.silence(Labels.of("a", "y", "b", "1"), 0)).isFalse();
        assertThat(book.silence(Labels.of("a", "y", "c", "quiet"), 0)).isFalse();
        assertThat(book.silence(Labels.of("a", "y", "d", "e"), 0)).isFalse();
        assertThat(book.silence(Labels.of("a", "x"), HOUR)).isFalse();
    }

    @Test
    void change_thatKeepsWhatWasTrue_keepsTheId() {
        Silence first = set(wanted("", "{a=\"b\"}", 0, HOUR), 0);
        Silence longer = set(wanted(first.id(), "{a=\"b\"}", 0, 2 * HOUR), 5);
        assertThat(longer.id()).isEqualTo(first.id());
        assertThat(book.all(5)).containsExactly(longer);
        Silence later = set(wanted("", "{a=\"c\"}", HOUR, 2 * HOUR), 0);
        Silence sooner = set(wanted(later.id(), "{a=\"c\"}", HOUR / 2, 2 * HOUR), 5);
        assertThat(sooner.id()).isEqualTo(later.id());
    }

    @Test
    void change_thatWouldRewriteThePast_isAnother() {
        Silence first = set(wanted("", "{a=\"b\"}", 0, HOUR), 0);
        Silence other = set(wanted(first.id(), "{a=\"c\"}", 0, HOUR), 10);
        assertThat(other.id()).isNotEqualTo(first.id());
        assertThat(other.startsAt()).isEqualTo(10);
        assertThat(book.all(10).getFirst().endsAt()).isEqualTo(10);
        // What has ended stays as it was, and begins again under another id.
        Silence again = set(wanted(first.id(), "{a=\"b\"}", 0, HOUR), 20);
        assertThat(again.id()).isNotEqualTo(first.id());
        assertThat(book.all(20)).hasSize(3);
        assertThat(book.all(20).getFirst().endsAt()).isEqualTo(10);
    }

    @Test
    void expire_endsNow_andStaysKnownForAWhile() {
        Silence active = set(wanted("", "{a=\"b\"}", 0, HOUR), 0);
        Silence pending = set(wanted("", "{a=\"b\"}", HOUR, 2 * HOUR), 0);
        assertThat(book.expire(active.id(), 10)).isTrue();
        assertThat(book.expire(active.id(), 20)).isTrue();
        assertThat(book.expire(pending.id(), 10)).isTrue();
        assertThat(book.expire("none", 10)).isFalse();
        assertThat(book.all(20)).extracting(Silence::endsAt).containsExactly(10L, 10L);
        long remembered = SilenceBook.REMEMBERED.toMillis();
        assertThat(book.all(10 + remembered)).hasSize(2);
        assertThat(book.all(11 + remembered)).isEmpty();
    }

    @Test
    void reopened_knowsAll_andLeavesOutWhatItCantRead() throws IOException {
        SilenceBook kept = new SilenceBook(directory);
        Silence odd = wanted("", "{\"strange name\"=~\"a\\\"b|\\\\d\",c!~\"x\"}", 0, HOUR);
        assertThat(kept.set(odd, 0)).isNotNull();
        assertThat(kept.set(wanted("", "{a=\"b\"}", 0, HOUR), 0)).isNotNull();
        List<Silence> all = kept.all(0);
        assertThat(new SilenceBook(directory).all(0)).isEqualTo(all);
        Path file = directory.resolve("silences.json");
        Files.writeString(file, Files.readString(file).replace("{a=\\\"b\\\"}", "{a="));
        assertThat(new SilenceBook(directory).all(0)).containsExactly(all.getFirst());
        Files.writeString(file, "[{\"id\":");
        assertThat(new SilenceBook(directory).all(0)).isEmpty();
        assertThat(directory.resolve("silences.json.unreadable")).exists();
    }
}
