package io.narthex.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Files of the browser application.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface StaticAssets {
    /// No file at all.
    StaticAssets NONE = _ -> null;

    /// A file, or null where there is none.
    ///
    /// @param path relative, such as `index.html` or `js/api.js`; never with `..`
    @Nullable Content find(String path);

    /// The files below a folder of the class path, kept in memory after their first use.
    ///
    /// @param folder such as `io/narthex/ui`
    static StaticAssets ofClassPath(ClassLoader loader, String folder) {
        // Only files that exist are kept, so hostile paths can't fill the map.
        Map<String, Content> cache = new ConcurrentHashMap<>();
        return path -> {
            Content known = cache.get(path);
            if (known != null) {
                return known;
            }
            Optional<byte[]> body = read(loader, folder + "/" + path);
            if (body.isEmpty()) {
                return null;
            }
            Content loaded = new Content(MediaTypes.ofPath(path), body.get());
            cache.put(path, loaded);
            return loaded;
        };
    }

    private static Optional<byte[]> read(ClassLoader loader, String resource) {
        if (resource.endsWith("/") || resource.endsWith(".class")) {
            return Optional.empty();
        }
        try (InputStream in = loader.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }
}
