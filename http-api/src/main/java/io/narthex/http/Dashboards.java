package io.narthex.http;

import org.jspecify.annotations.Nullable;

import java.util.function.Predicate;

/// The dashboards that pages show, each as JSON in UTF-8.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface Dashboards {
    /// None, and no place for them.
    Dashboards NONE =
            new Dashboards() {
                @Override
                public byte[] all(View view) {
                    return new byte[] {'[', ']'};
                }

                @Override
                public byte[] save(String name, byte[] json, View view) {
                    throw new IllegalArgumentException("nothing keeps dashboards here");
                }

                @Override
                public boolean delete(String name) {
                    return false;
                }

                @Override
                public byte @Nullable [] grafana(String name, String language, View view) {
                    return null;
                }

                @Override
                public boolean isOpen() {
                    return false;
                }
            };

    /// What a caller sees.
    ///
    /// @param saved whether what was saved too, or only what everybody has
    /// @param isScraped tells of a metric whether there are series of it
    record View(boolean saved, Predicate<String> isScraped) {}

    /// An array of all, in the order of their preference.
    byte[] all(View view);

    /// Keeps one under a name, in place of what had that name.
    ///
    /// @param json an object, as whoever saves it wrote it
    /// @return the dashboard as it is listed
    /// @throws IllegalArgumentException if it can't be kept; the message, fit for clients, names
    ///     the place that is wrong
    byte[] save(String name, byte[] json, View view);

    /// Removes what was saved under a name.
    ///
    /// @return whether there was anything
    boolean delete(String name);

    /// One as Grafana reads it.
    ///
    /// @param language of its texts: `en` or `ko`
    /// @return null where there is none of that name
    byte @Nullable [] grafana(String name, String language, View view);

    /// Whether callers that nobody knows may save some too.
    boolean isOpen();
}
