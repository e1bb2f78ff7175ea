package io.narthex.server;

import io.narthex.http.SilenceControl;
import io.narthex.http.SilencesView;
import io.narthex.rules.deliver.SilenceBook;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// The silences, as the API shows and sets them.
///
/// Thread safety: safe for concurrent calls.
record BookedSilences(SilenceBook book, InstantSource clock)
        implements SilencesView, SilenceControl {
    @Override
    public List<Silence> silences() {
        long now = clock.millis();
        return book.all(now).stream().map(silence -> shown(silence, now)).toList();
    }

    private static Silence shown(io.narthex.rules.deliver.Silence silence, long now) {
        return new Silence(
                silence.id(),
                silence.state(now).name().toLowerCase(Locale.ROOT),
                silence.matchers(),
                Instant.ofEpochMilli(silence.startsAt()),
                Instant.ofEpochMilli(silence.endsAt()),
                Instant.ofEpochMilli(silence.updatedAt()),
                silence.createdBy(),
                silence.comment());
    }

    @Override
    public @Nullable String set(Wanted wanted) {
        io.narthex.rules.deliver.Silence silence =
                book.set(
                        new io.narthex.rules.deliver.Silence(
                                wanted.id(),
                                wanted.matchers(),
                                wanted.startsAt(),
                                wanted.endsAt(),
                                wanted.createdBy(),
                                wanted.comment(),
                                0),
                        clock.millis());
        return silence == null ? null : silence.id();
    }

    @Override
    public boolean expire(String id) {
        return book.expire(id, clock.millis());
    }
}
