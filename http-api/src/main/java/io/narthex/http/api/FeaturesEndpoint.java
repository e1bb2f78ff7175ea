package io.narthex.http.api;

import java.util.Map;
import java.util.TreeMap;

/// `features`, in the order of names.
///
/// Thread safety: immutable.
final class FeaturesEndpoint {
    private final Map<String, Map<String, Boolean>> features;

    FeaturesEndpoint(Map<String, Map<String, Boolean>> features) {
        this.features = features;
    }

    ApiResponse answer(ApiRequest request) {
        return ApiResponse.of(
                out -> {
                    out.beginObject();
                    for (var category : new TreeMap<>(features).entrySet()) {
                        out.name(category.getKey()).beginObject();
                        for (var feature : new TreeMap<>(category.getValue()).entrySet()) {
                            out.name(feature.getKey()).value(feature.getValue());
                        }
                        out.endObject();
                    }
                    out.endObject();
                });
    }
}
