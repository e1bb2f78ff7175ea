package io.narthex.http.api;

import io.narthex.http.net.Request;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The parameters of a request: those of a form body first, then those of the URL.
///
/// Thread safety: immutable, as long as nobody changes the map.
class Params {
    static final String FORM_TYPE = "application/x-www-form-urlencoded";

    private final Map<String, List<String>> values;

    Params(Map<String, List<String>> values) {
        this.values = values;
    }

    /// Body and URL.
    static Params of(Request request) throws ApiException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (isForm(request)) {
            FormDecoder.decode(new String(request.body(), StandardCharsets.UTF_8), values);
        }
        FormDecoder.decode(request.rawQuery(), values);
        return new Params(values);
    }

    /// What something else than a form says.
    static Params of(Map<String, List<String>> values) {
        return new Params(values);
    }

    /// The URL alone, for the few parameters that are never read from a body.
    static Params ofUrl(Request request) throws ApiException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        FormDecoder.decode(request.rawQuery(), values);
        return new Params(values);
    }

    /// Whether the body holds parameters.
    static boolean isForm(Request request) {
        String type = request.header("Content-Type");
        return type != null
                && (request.method().equals("POST") || request.method().equals("PUT"))
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM_TYPE);
    }

    /// The first value, or the empty string.
    String get(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.getFirst();
    }

    /// All values in order.
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
