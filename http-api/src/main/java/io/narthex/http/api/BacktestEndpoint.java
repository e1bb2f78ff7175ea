package io.narthex.http.api;

import io.narthex.http.BacktestText;
import io.narthex.http.BacktestView;
import io.narthex.http.BacktestView.Failure;
import io.narthex.http.BacktestView.Report;
import io.narthex.http.BacktestView.Request;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// `rules/backtest`, which Prometheus does not have: what alerts would have done on stored data.
///
/// Takes a form or a JSON object: `rules` (the text of a rule file; without it the loaded rules are
/// meant) with `file` (its name), `group`, `alert`, `start`, `end` or `last`, `for`, `threshold`,
/// `format` (`json` or `text`). `group`, `alert`, `for` and `threshold` may be lists, which in a
/// form have `[]` behind the name.
///
/// Thread safety: safe for concurrent calls.
final class BacktestEndpoint {
    private static final Duration LAST = Duration.ofDays(1);
    private static final Set<String> NAMES =
            Set.of(
                    "rules",
                    "file",
                    "group",
                    "alert",
                    "start",
                    "end",
                    "last",
                    "for",
                    "threshold",
                    "format");

    private final BacktestView view;
    private final InstantSource clock;

    BacktestEndpoint(BacktestView view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    ApiResponse answer(ApiRequest sent) throws ApiException {
        ApiRequest request = isJson(sent) ? ofJson(sent) : sent;
        String format = request.param("format");
        if (!Set.of("", "json", "text").contains(format)) {
            throw ApiException.invalidParameter("format", "must be json or text");
        }
        Report report;
        try {
            BacktestView.Job job = view.prepare(request(request));
            request.exchange().onDisconnect(job::cancel);
            report = job.run();
        } catch (Failure e) {
            throw new ApiException(type(e.kind()), String.valueOf(e.getMessage()));
        }
        return format.equals("text")
                ? ApiResponse.text(BacktestText.of(report))
                : ApiResponse.of(out -> BacktestJson.write(out, report));
    }

    private static boolean isJson(ApiRequest request) {
        String type = request.exchange().request().header("Content-Type");
        return type != null
                && type.split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/json");
    }

    private static ApiRequest ofJson(ApiRequest sent) throws ApiException {
        Map<String, List<String>> values = JsonParams.read(sent.exchange().request().body());
        for (String name : values.keySet()) {
            if (!NAMES.contains(name) && !NAMES.contains(name.replace("[]", ""))) {
                throw ApiException.invalidParameter(name, "there is no such parameter");
            }
        }
        return new ApiRequest(
                Params.of(values), sent.urlParams(), sent.pathParam(), sent.exchange());
    }

    private Request request(ApiRequest request) throws ApiException {
        String rules = request.param("rules");
        String file = request.param("file");
        long end = request.time("end", clock.millis());
        long start = start(request, end);
        if (end < start) {
            throw ApiException.badData("end timestamp must not be before start timestamp");
        }
        List<Duration> holds = new ArrayList<>();
        for (String text : all(request, "for")) {
            holds.add(hold(text));
        }
        List<Double> thresholds = new ArrayList<>();
        for (String text : all(request, "threshold")) {
            Double number = ApiTime.number(text);
            if (number == null) {
                throw ApiException.invalidParameter(
                        "threshold", ApiException.quote(text) + " is no number");
            }
            thresholds.add(number);
        }
        return new Request(
                rules.isEmpty() ? null : rules,
                file.isEmpty() ? "rules" : file,
                Set.copyOf(all(request, "group")),
                Set.copyOf(all(request, "alert")),
                start,
                end,
                holds,
                thresholds);
    }

    private static long start(ApiRequest request, long end) throws ApiException {
        @Nullable Duration last = request.duration("last");
        if (last != null && !request.param("start").isEmpty()) {
            throw ApiException.badData("start and last say the same; leave one of them out");
        }
        return request.time("start", end - (last == null ? LAST : last).toMillis());
    }

    private static Duration hold(String text) throws ApiException {
        try {
            Duration hold = ApiDuration.parse(text);
            if (hold.isNegative()) {
                throw ApiException.badData("must not be negative");
            }
            return hold;
        } catch (ApiException e) {
            throw ApiException.invalidParameter("for", e.getMessage());
        }
    }

    private static List<String> all(ApiRequest request, String name) {
        List<String> all = new ArrayList<>(request.params().all(name));
        all.addAll(request.params().all(name + "[]"));
        return all;
    }

    private static ErrorType type(Failure.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST -> ErrorType.BAD_DATA;
            case LIMIT -> ErrorType.EXECUTION;
            case BUSY -> ErrorType.UNAVAILABLE;
            case CANCELED -> ErrorType.CANCELED;
            case TIMEOUT -> ErrorType.TIMEOUT;
            case STORAGE -> ErrorType.INTERNAL;
        };
    }
}
