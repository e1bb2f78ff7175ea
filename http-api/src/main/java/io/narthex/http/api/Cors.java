package io.narthex.http.api;

import io.narthex.http.net.Exchange;

import java.util.regex.Pattern;

/// Headers that let pages of other origins read answers.
///
/// @param origins which ones; must match the whole origin
record Cors(Pattern origins) {
    void apply(Exchange exchange) {
        String origin = exchange.request().header("Origin");
        if (origin == null || origin.isEmpty()) {
            return;
        }
        exchange.header(
                        "Access-Control-Allow-Headers",
                        "Accept, Authorization, Content-Type, Origin")
                .header("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
                .header("Access-Control-Expose-Headers", "Date");
        if (origins.matcher(origin).matches()) {
            exchange.header("Access-Control-Allow-Origin", origin);
        }
    }
}
