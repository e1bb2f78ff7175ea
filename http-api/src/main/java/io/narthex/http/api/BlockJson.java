package io.narthex.http.api;

import io.narthex.http.StoreView;
import io.narthex.http.json.JsonWriter;

import java.io.IOException;
import java.util.List;

/// What blocks say of themselves, with the members of `meta.json`.
///
/// Thread safety: stateless.
final class BlockJson {
    private BlockJson() {}

    static void write(StoreView.Block block, JsonWriter out) throws IOException {
        out.beginObject().name("ulid").value(block.ulid());
        out.name("minTime").value(block.mint()).name("maxTime").value(block.endTime());
        out.name("stats").beginObject();
        out.name("numSamples").value(block.samples());
        out.name("numFloatSamples").value(block.floatSamples());
        out.name("numHistogramSamples").value(block.histogramSamples());
        out.name("numSeries").value(block.series());
        out.name("numChunks").value(block.chunks());
        out.name("numTombstones").value(block.tombstones()).endObject();
        out.name("compaction").beginObject().name("level").value((long) block.level());
        texts("sources", block.sources(), out);
        if (!block.parents().isEmpty()) {
            out.name("parents").beginArray();
            for (StoreView.Parent parent : block.parents()) {
                out.beginObject().name("ulid").value(parent.ulid());
                out.name("minTime").value(parent.mint());
                out.name("maxTime").value(parent.endTime()).endObject();
            }
            out.endArray();
        }
        if (!block.hints().isEmpty()) {
            texts("hints", block.hints(), out);
        }
        out.endObject().name("version").value(block.foreign() ? 1 : 2).endObject();
    }

    private static void texts(String name, List<String> texts, JsonWriter out) throws IOException {
        out.name(name).beginArray();
        for (String text : texts) {
            out.value(text);
        }
        out.endArray();
    }
}
