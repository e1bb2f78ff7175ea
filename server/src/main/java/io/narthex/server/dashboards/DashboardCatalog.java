package io.narthex.server.dashboards;

import io.narthex.promql.parser.ParserOptions;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// All dashboards there are: packs, and what people saved beside them or in their place.
///
/// Thread safety: safe for concurrent calls.
public final class DashboardCatalog {
    private final Map<String, Dashboard> packs = DashboardPacks.all();
    private final ParserOptions syntax;
    private final DashboardReader reader;
    private final DashboardShelf shelf;

    /// @param folder of those that are saved; null to keep them in memory only
    /// @param syntax of their queries
    public DashboardCatalog(@Nullable Path folder, ParserOptions syntax) {
        this.syntax = syntax;
        reader = new DashboardReader(syntax);
        shelf = new DashboardShelf(folder, reader);
    }

    /// A dashboard, and whether somebody saved it.
    private record Listed(Dashboard dashboard, boolean isSaved) {}

    /// An array of JSON with packs in their order, then the others by name.
    ///
    /// @param withSaved whether those that people saved too
    /// @param isScraped whether a metric has series
    public byte[] list(boolean withSaved, Predicate<String> isScraped) {
        return DashboardJson.plain(
                out -> {
                    out.writeStartArray();
                    all(withSaved).values().forEach(one -> write(out, one, isScraped));
                    out.writeEndArray();
                });
    }

    private Map<String, Listed> all(boolean withSaved) {
        Map<String, Listed> all = new LinkedHashMap<>();
        packs.forEach((name, pack) -> all.put(name, new Listed(pack, false)));
        if (withSaved) {
            // What has the name of a pack stands in its place.
            shelf.all().forEach((name, one) -> all.put(name, new Listed(one, true)));
        }
        return all;
    }

    private static void write(JsonGenerator out, Listed one, Predicate<String> isScraped) {
        String metric = one.dashboard().metric();
        out.writeStartObject();
        DashboardJson.members(out, one.dashboard());
        out.writeStringProperty("origin", one.isSaved() ? "saved" : "pack");
        out.writeBooleanProperty("applies", metric == null || isScraped.test(metric));
        out.writeEndObject();
    }

    /// Keeps one under a name.
    ///
    /// @return it as it is listed
    /// @throws IllegalArgumentException if it can't be kept; the message, fit for clients, names
    ///     the place that is wrong
    public byte[] save(String name, byte[] json, Predicate<String> isScraped) {
        Dashboard dashboard = reader.read(json, name);
        shelf.save(dashboard);
        return DashboardJson.plain(out -> write(out, new Listed(dashboard, true), isScraped));
    }

    /// Removes what was saved under a name.
    ///
    /// @return whether there was anything
    public boolean delete(String name) {
        return shelf.delete(name);
    }

    /// One as Grafana reads it.
    ///
    /// @param withSaved whether it may be one that somebody saved
    /// @return null where there is none of that name
    public byte @Nullable [] grafana(String name, String language, boolean withSaved) {
        Listed one = all(withSaved).get(name);
        return one == null ? null : new GrafanaExport(one.dashboard(), language, syntax).json();
    }
}
