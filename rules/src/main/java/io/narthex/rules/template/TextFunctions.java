package io.narthex.rules.template;

import static io.narthex.rules.template.Builtins.made;
import static io.narthex.rules.template.Function.Parameter.STRING;
import static io.narthex.rules.template.QueryFunctions.text;

import io.narthex.rules.template.Function.Parameter;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;

/// What Prometheus does with strings.
///
/// Thread safety: stateless.
final class TextFunctions {
    static final List<Function> FUNCTIONS =
            List.of(
                    Function.of(
                            "reReplaceAll",
                            (e, a) ->
                                    new GoValue.Str(
                                            GoRegex.compileOrPanic(text(a.get(0)))
                                                    .replaceAll(
                                                            text(a.get(2)),
                                                            text(a.get(1)),
                                                            e.budget())),
                            STRING,
                            STRING,
                            STRING),
                    Function.of(
                            "match",
                            (_, a) ->
                                    Builtins.bool(
                                            GoRegex.compile(text(a.get(0))).find(text(a.get(1)))),
                            STRING,
                            STRING),
                    of("title", TitleCase::of),
                    of("toUpper", t -> mapped(t, Character::toUpperCase)),
                    of("toLower", t -> mapped(t, Character::toLowerCase)),
                    of("stripPort", HostPort::stripPort),
                    of("stripDomain", HostPort::stripDomain),
                    of("urlQueryEscape", Escaping::query),
                    of("graphLink", t -> "/graph?g0.expr=" + Escaping.query(t) + "&g0.tab=0"),
                    of("tableLink", t -> "/graph?g0.expr=" + Escaping.query(t) + "&g0.tab=1"),
                    Function.of(
                            "safeHtml",
                            (_, a) -> new GoValue.Str(text(a.getFirst()), true),
                            STRING),
                    Function.of(
                            "externalURL",
                            (e, _) -> new GoValue.Str(url(e.context().externalUrl()))),
                    Function.of("pathPrefix", (e, _) -> path(url(e.context().externalUrl()))));

    private TextFunctions() {}

    private interface Change {
        String of(String text);
    }

    private static Function of(String name, Change change) {
        return Function.of(
                name, (e, a) -> made(e, change.of(text(a.getFirst()))), Parameter.STRING);
    }

    private interface CharacterChange {
        int of(int character);
    }

    /// Character by character, as Go does: a ß stays one.
    private static String mapped(String text, CharacterChange change) {
        return text.codePoints()
                .map(change::of)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String url(@Nullable String url) {
        if (url == null) {
            throw new TemplateFailure(QueryFunctions.NIL_POINTER);
        }
        return url;
    }

    private static GoValue path(String url) {
        String path = URI.create(url).getPath();
        return new GoValue.Str(path == null ? "" : path);
    }
}
