package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// What an endpoint answers.
///
/// @param data writes the `data` member; null for a response without one
/// @param text a plain text in place of the JSON; null where there is none
record ApiResponse(
        @Nullable Data data, @Nullable String text, List<String> warnings, List<String> infos) {
    static final String TRUNCATED = "results truncated due to limit";

    /// Writes a value.
    @FunctionalInterface
    interface Data {
        void write(JsonWriter out) throws IOException;
    }

    /// An answer in JSON.
    ///
    /// @param data see above
    ApiResponse(@Nullable Data data, List<String> warnings, List<String> infos) {
        this(data, null, warnings, infos);
    }

    static ApiResponse text(String text) {
        return new ApiResponse(null, text, List.of(), List.of());
    }

    static ApiResponse of(Data data) {
        return new ApiResponse(data, List.of(), List.of());
    }

    /// A list, cut at a limit with a warning.
    ///
    /// @param limit 0 for none
    static <T> ApiResponse list(List<T> items, int limit, ItemWriter<T> writer) {
        boolean cut = limit > 0 && items.size() > limit;
        List<T> shown = cut ? items.subList(0, limit) : items;
        Data data =
                out -> {
                    out.beginArray();
                    for (T item : shown) {
                        writer.write(out, item);
                    }
                    out.endArray();
                };
        return new ApiResponse(data, cut ? List.of(TRUNCATED) : List.of(), List.of());
    }

    /// Writes one item of a list.
    @FunctionalInterface
    interface ItemWriter<T> {
        void write(JsonWriter out, T item) throws IOException;
    }
}
