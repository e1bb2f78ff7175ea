package io.narthex.rules.deliver;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.PromqlParser;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// The silences, kept in a file.
///
/// Thread safety: safe for concurrent calls.
public final class SilenceBook {
    /// A silence is remembered for so long after its end, as in Alertmanager.
    static final Duration REMEMBERED = Duration.ofDays(5);

    private static final Logger LOG = LoggerFactory.getLogger(SilenceBook.class);

    private final KeptJson file;

    /// Guarded by this.
    private final Map<String, Silence> silences = new LinkedHashMap<>();

    /// @param directory where the file is; null for memory only
    public SilenceBook(@Nullable Path directory) {
        file = new KeptJson(directory == null ? null : directory.resolve("silences.json"));
        for (Map<String, Object> kept : file.read()) {
            try {
                Silence silence = silence(kept);
                silences.put(silence.id(), silence);
            } catch (IllegalArgumentException e) {
                LOG.error("a silence can't be read and is left out: {}", kept, e);
            }
        }
    }

    private static Silence silence(Map<String, Object> kept) {
        return new Silence(
                text(kept, "id"),
                matchers(text(kept, "matchers")),
                Long.parseLong(text(kept, "startsAt")),
                Long.parseLong(text(kept, "endsAt")),
                text(kept, "createdBy"),
                text(kept, "comment"),
                Long.parseLong(text(kept, "updatedAt")));
    }

    private static String text(Map<String, Object> kept, String name) {
        return String.valueOf(kept.get(name));
    }

    /// The matchers of a selector such as `{severity="page"}`.
    ///
    /// @throws IllegalArgumentException if the text is none
    public static List<LabelMatcher> matchers(String selector) {
        try {
            return PromqlParser.parseSelector(selector);
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "expected matchers such as {severity=\"page\"}: " + e.getMessage(), e);
        }
    }

    /// Sets a silence. One that is there already is changed if what it silenced so far stays true:
    /// it has the same matchers, and begins when it did or hasn't begun. Otherwise it ends, and the
    /// wanted one gets an id of its own. Nothing begins in the past.
    ///
    /// @param wanted with the id of the one to change, or an empty one
    /// @param now epoch milliseconds
    /// @return as it was set; null where there is none of that id
    /// @throws IllegalArgumentException if it would have ended; the message names the member
    public synchronized @Nullable Silence set(Silence wanted, long now) {
        forget(now);
        Silence before = silences.get(wanted.id());
        if (before == null && !wanted.id().isEmpty()) {
            return null;
        }
        if (wanted.endsAt() <= now) {
            throw new IllegalArgumentException("endsAt: must be in the future");
        }
        Silence next;
        if (before != null && canBecome(before, wanted, now)) {
            next = wanted.set(before.id(), wanted.startsAt(), now);
        } else {
            if (before != null && before.state(now) != Silence.State.EXPIRED) {
                silences.put(before.id(), before.ended(now));
            }
            String id = UUID.randomUUID().toString();
            next = wanted.set(id, Math.max(wanted.startsAt(), now), now);
        }
        silences.put(next.id(), next);
        save();
        return next;
    }

    private static boolean canBecome(Silence before, Silence wanted, long now) {
        return before.matchers().equals(wanted.matchers())
                && switch (before.state(now)) {
                    case PENDING -> wanted.startsAt() >= now;
                    case ACTIVE -> wanted.startsAt() == before.startsAt();
                    case EXPIRED -> false;
                };
    }

    /// Ends a silence now; one that has ended stays as it is.
    ///
    /// @return whether there is one of that id
    public synchronized boolean expire(String id, long now) {
        Silence silence = silences.get(id);
        if (silence == null) {
            return false;
        }
        if (silence.state(now) != Silence.State.EXPIRED) {
            silences.put(id, silence.ended(now));
            save();
        }
        return true;
    }

    /// All silences that are remembered, in the order in which they came.
    ///
    /// @param now epoch milliseconds
    public synchronized List<Silence> all(long now) {
        forget(now);
        return List.copyOf(silences.values());
    }

    private void forget(long now) {
        silences.values().removeIf(old -> old.endsAt() < now - REMEMBERED.toMillis());
    }

    /// Whether nobody is to be told of an alert.
    synchronized boolean silence(Labels alert, long now) {
        return silences.values().stream().anyMatch(silence -> silence.covers(alert, now));
    }

    private void save() {
        file.write(
                out -> {
                    for (Silence silence : silences.values()) {
                        String selector =
                                silence.matchers().stream()
                                        .map(LabelMatcher::toString)
                                        .collect(Collectors.joining(",", "{", "}"));
                        out.writeStartObject();
                        out.writeStringProperty("id", silence.id());
                        out.writeStringProperty("matchers", selector);
                        out.writeNumberProperty("startsAt", silence.startsAt());
                        out.writeNumberProperty("endsAt", silence.endsAt());
                        out.writeStringProperty("createdBy", silence.createdBy());
                        out.writeStringProperty("comment", silence.comment());
                        out.writeNumberProperty("updatedAt", silence.updatedAt());
                        out.writeEndObject();
                    }
                });
    }
}
