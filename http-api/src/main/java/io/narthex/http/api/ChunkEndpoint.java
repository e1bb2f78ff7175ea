package io.narthex.http.api;

import io.narthex.http.ChunkPicture;
import io.narthex.http.StoreView;
import io.narthex.http.json.JsonWriter;
import io.narthex.model.LabelMatcher;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/// `status/tsdb/chunk`: the bits of one chunk, and what they mean.
///
/// Thread safety: safe for concurrent calls.
final class ChunkEndpoint {
    static final Parameter SERIES =
            Parameter.of("series", "A selector; of several series the first is taken")
                    .asRequired()
                    .onlyInUrl();
    static final Parameter NUMBER =
            Parameter.of("chunk", "Which chunk, 1 for the oldest; the newest if absent")
                    .ofType("integer")
                    .onlyInUrl();

    private final StoreView view;

    ChunkEndpoint(StoreView view) {
        this.view = view;
    }

    ApiResponse answer(ApiRequest request) throws ApiException {
        String selector = request.param("series");
        if (selector.isEmpty()) {
            throw ApiException.badData("no series parameter provided");
        }
        ChunkPicture chunk = view.chunk(matchers(selector), number(request.param("chunk")));
        if (chunk == null) {
            throw new ApiException(ErrorType.NOT_FOUND, "no series meets " + selector);
        }
        return ApiResponse.of(out -> write(chunk, out));
    }

    private static List<LabelMatcher> matchers(String selector) throws ApiException {
        try {
            return QueryEngine.parseSelector(selector);
        } catch (QueryException e) {
            throw ApiException.invalidParameter("series", String.valueOf(e.getMessage()));
        }
    }

    /// 0 for the newest.
    private static int number(String text) throws ApiException {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw ApiException.invalidParameter("chunk", "must be a positive number");
    }

    private static void write(ChunkPicture chunk, JsonWriter out) throws IOException {
        out.beginObject().name("series");
        ValueJson.labels(out, chunk.labels());
        out.name("matching").value(chunk.matching());
        out.name("chunk").value(chunk.number()).name("chunks").value(chunk.chunks());
        out.name("encoding").value(chunk.encoding());
        out.name("bytes").value(HexFormat.of().formatHex(chunk.bytes()));
        out.name("fields").beginArray();
        for (ChunkPicture.Field field : chunk.fields()) {
            out.beginObject().name("bit").value(field.bit()).name("bits").value(field.bits());
            out.name("part").value(field.part()).name("values").beginArray();
            for (String value : field.values()) {
                out.value(value);
            }
            out.endArray().name("meaning").value(field.meaning()).endObject();
        }
        out.endArray().name("samples").beginArray();
        for (ChunkPicture.Sample sample : chunk.samples()) {
            out.beginArray().value(sample.time()).sampleValue(sample.value()).endArray();
        }
        out.endArray().endObject();
    }
}
