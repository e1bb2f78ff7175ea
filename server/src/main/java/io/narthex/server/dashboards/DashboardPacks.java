package io.narthex.server.dashboards;

import io.narthex.promql.parser.ParserOptions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The dashboards that come along, each for what is scraped so often that nobody should have to
/// write it.
///
/// Thread safety: stateless.
public final class DashboardPacks {
    private static final String FOLDER = "/io/narthex/ui/dashboards/";

    private DashboardPacks() {}

    /// All by name, in the order of their preference. They are read anew each time.
    public static Map<String, Dashboard> all() {
        Map<String, Dashboard> packs = new LinkedHashMap<>();
        names().forEach(name -> packs.put(name, pack(name)));
        return packs;
    }

    /// One of [#names].
    public static Dashboard pack(String name) {
        return new DashboardReader(ParserOptions.STABLE).read(file(FOLDER + name + ".json"), name);
    }

    /// The names in the order of preference.
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        if (JsonTree.parse(file(FOLDER + "index.json")) instanceof List<?> list) {
            list.forEach(name -> names.add((String) name));
        }
        return names;
    }

    /// A file of the class path.
    static byte[] file(String name) {
        try (InputStream in = DashboardPacks.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("BUG: " + name + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
