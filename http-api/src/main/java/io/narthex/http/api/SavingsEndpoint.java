package io.narthex.http.api;

import io.narthex.http.RelabelEffect;
import io.narthex.http.StoreView;
import io.narthex.http.json.JsonWriter;

import java.io.IOException;
import java.util.List;

/// `status/tsdb/relabel`: what a relabelling rule would save, and how it is written.
///
/// Thread safety: safe for concurrent calls.
final class SavingsEndpoint {
    static final Parameter ACTION =
            Parameter.of("action", "`drop`, `keep` or `labeldrop`").asRequired().onlyInUrl();
    static final Parameter METRIC =
            Parameter.of("metric", "The metric that the rule is for; every one if absent")
                    .onlyInUrl();
    static final Parameter LABEL =
            Parameter.of("label", "The label that the rule looks at or drops").onlyInUrl();
    static final Parameter VALUE =
            Parameter.of("value", "The value that the label has to have; any if absent")
                    .onlyInUrl();

    /// The rule is applied to so many series within about a second.
    private static final int MOST_SERIES = 500_000;

    private final StoreView view;

    SavingsEndpoint(StoreView view) {
        this.view = view;
    }

    ApiResponse answer(ApiRequest request) throws ApiException {
        RelabelChoice choice = RelabelChoice.of(request);
        RelabelEffect effect =
                view.tryRules(choice.matchers(), List.of(choice.rule()), MOST_SERIES);
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("yaml").value(choice.yaml());
                    sums("series", effect.all(), effect.dropped(), effect.merged(), out);
                    sums(
                            "bytes",
                            effect.allBytes(),
                            effect.droppedBytes(),
                            effect.mergedBytes(),
                            out);
                    collisions(effect, out);
                    out.name("jobs").beginArray();
                    for (String job : effect.jobs()) {
                        out.value(job);
                    }
                    out.endArray().name("complete").value(effect.isWhole()).endObject();
                });
    }

    private static void sums(String name, long all, long dropped, long merged, JsonWriter out)
            throws IOException {
        out.name(name)
                .beginObject()
                .name("all")
                .value(all)
                .name("saved")
                .value(dropped + merged)
                .name("dropped")
                .value(dropped)
                .name("merged")
                .value(merged)
                .endObject();
    }

    private static void collisions(RelabelEffect effect, JsonWriter out) throws IOException {
        out.name("collisions").beginObject().name("count").value(effect.crowds());
        out.name("examples").beginArray();
        for (RelabelEffect.Collision collision : effect.collisions()) {
            out.beginObject().name("labels");
            ValueJson.labels(out, collision.labels());
            out.name("series").value(collision.series()).endObject();
        }
        out.endArray().endObject();
    }
}
