package io.narthex.rules.deliver;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.PromqlParser;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// The silences, kept in a file.
///
/// Thread safety: safe for concurrent calls.
public final class SilenceBook {
    /// A silence is remembered for so long after its end.
    private static final long REMEMBERED = Duration.ofDays(5).toMillis();

    private final KeptJson file;

    /// Guarded by this.
    private final Map<String, Silence> silences = new LinkedHashMap<>();

    /// @param directory where the file is; null for memory only
    public SilenceBook(@Nullable Path directory) {
        file = new KeptJson(directory == null ? null : directory.resolve("silences.json"));
        for (Map<String, Object> kept : file.read()) {
            Silence silence =
                    new Silence(
                            text(kept, "id"),
                            matchers(text(kept, "matchers")),
                            Long.parseLong(text(kept, "startsAt")),
                            Long.parseLong(text(kept, "endsAt")),
                            text(kept, "createdBy"),
                            text(kept, "comment"));
            silences.put(silence.id(), silence);
        }
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
                    "a silence has matchers such as {severity=\"page\"}: " + e.getMessage(), e);
        }
    }

    /// Adds a silence.
    ///
    /// @param matchers a selector such as `{alertname="Down"}`
    /// @param now epoch milliseconds
    /// @throws IllegalArgumentException if it would silence nothing, or everything
    public synchronized Silence add(
            String matchers, long now, long endsAt, String createdBy, String comment) {
        Silence silence =
                new Silence(
                        UUID.randomUUID().toString(),
                        matchers(matchers),
                        now,
                        endsAt,
                        createdBy,
                        comment);
        silences.values().removeIf(old -> old.endsAt() < now - REMEMBERED);
        silences.put(silence.id(), silence);
        save();
        return silence;
    }

    /// Ends a silence now.
    ///
    /// @return whether there was one of that id that had not ended
    public synchronized boolean expire(String id, long now) {
        Silence silence = silences.get(id);
        if (silence == null || silence.endsAt() <= now) {
            return false;
        }
        silences.put(
                id,
                new Silence(
                        id,
                        silence.matchers(),
                        Math.min(silence.startsAt(), now - 1),
                        now,
                        silence.createdBy(),
                        silence.comment()));
        save();
        return true;
    }

    /// All silences that are remembered, oldest first.
    public synchronized List<Silence> all() {
        return new ArrayList<>(silences.values());
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
                        out.writeEndObject();
                    }
                });
    }
}
