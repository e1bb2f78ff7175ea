package io.narthex.http.api;

import io.narthex.http.TargetDiagnosis;
import io.narthex.http.TargetsView;
import io.narthex.http.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// `targets/diagnose`: asks a target now and says what is wrong with it.
///
/// Thread safety: safe for concurrent calls.
record DiagnosisEndpoint(TargetsView view) {
    private static final double NANOS_PER_SECOND = 1e9;

    ApiResponse diagnose(ApiRequest request) throws ApiException {
        String pool = request.urlParams().get("scrapePool");
        String instance = request.urlParams().get("instance");
        String url = request.urlParams().get("url");
        if (pool.isEmpty() && instance.isEmpty() && url.isEmpty()) {
            throw ApiException.badData("name a target by scrapePool, instance or url");
        }
        try {
            TargetDiagnosis found = view.diagnose(pool, instance, url);
            return ApiResponse.of(out -> write(out, found));
        } catch (TargetDiagnosis.Refused e) {
            throw new ApiException(
                    switch (e.reason()) {
                        case NOT_FOUND -> ErrorType.NOT_FOUND;
                        case AMBIGUOUS -> ErrorType.BAD_DATA;
                        case BUSY -> ErrorType.OVERLOADED;
                    },
                    String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorType.CANCELED, "the server is stopping");
        }
    }

    private static void write(JsonWriter out, TargetDiagnosis found) throws IOException {
        out.beginObject().name("scrapePool").value(found.scrapePool());
        out.name("scrapeUrl").value(found.scrapeUrl());
        out.name("labels");
        ValueJson.labels(out, found.labels());
        out.name("healthy").value(found.healthy());
        out.name("host").value(found.host());
        out.name("visits").value((long) found.visits());
        out.name("samples").value((long) found.samples());
        out.name("answer");
        answer(out, found.answer());
        out.name("times").beginObject();
        for (Map.Entry<String, Duration> time : found.times().entrySet()) {
            out.name(time.getKey()).value(time.getValue().toNanos() / NANOS_PER_SECOND);
        }
        out.endObject().name("findings").beginArray();
        for (TargetDiagnosis.Finding finding : found.findings()) {
            out.beginObject().name("problem").value(finding.problem());
            out.name("severity").value(finding.severity());
            out.name("text").value(finding.text());
            out.name("remedy").value(finding.remedy()).endObject();
        }
        out.endArray().endObject();
    }

    private static void answer(JsonWriter out, TargetDiagnosis.@Nullable Answer answer)
            throws IOException {
        if (answer == null) {
            out.nullValue();
            return;
        }
        out.beginObject().name("status").value((long) answer.status());
        out.name("contentType").value(answer.contentType());
        out.name("contentEncoding").value(answer.contentEncoding());
        out.name("bytes").value((long) answer.bytes());
        out.name("url").value(answer.url()).endObject();
    }
}
