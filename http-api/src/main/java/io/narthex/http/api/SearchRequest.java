package io.narthex.http.api;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Utf8Order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the three search endpoints read.
///
/// @param mint oldest time, epoch milliseconds
/// @param maxt newest time
/// @param terms any of them may be found; empty where everything is
/// @param threshold the least score
record SearchRequest(
        long mint,
        long maxt,
        List<List<LabelMatcher>> matchers,
        List<SearchTerm> terms,
        double threshold,
        boolean caseSensitive,
        boolean withScore,
        Comparator<Result> order,
        int limit,
        int batch) {
    private static final int MOST_TERMS = 32;
    private static final int DEFAULT_LIMIT = 100;
    private static final int DEFAULT_BATCH = 100;
    private static final String SUBSEQUENCE = "subsequence";
    private static final Comparator<Result> BY_VALUE =
            Comparator.comparing(Result::value, Utf8Order::compare);

    /// A text that was found.
    record Result(String value, double score) {}

    static SearchRequest of(ApiRequest request, long now, int maxLimit) throws ApiException {
        long mint = time(request, "start", now - Duration.ofHours(1).toMillis());
        long maxt = time(request, "end", now);
        if (maxt < mint) {
            throw ApiException.badData("end timestamp must not be before start timestamp");
        }
        List<List<LabelMatcher>> matchers = request.matchers();
        List<String> words = request.params().all("search[]");
        if (words.size() > MOST_TERMS) {
            throw ApiException.badData(
                    "too many search[] terms: got %d, maximum is %d"
                            .formatted(words.size(), MOST_TERMS));
        }
        double threshold = threshold(request.param("fuzz_threshold"));
        String algorithm = request.param("fuzz_alg");
        if (!Set.of("", SUBSEQUENCE, "jarowinkler").contains(algorithm)) {
            throw ApiException.badData(
                    "unsupported fuzz_alg %s: must be one of [subsequence jarowinkler]"
                            .formatted(ApiException.quote(algorithm)));
        }
        boolean caseSensitive = flag(request, "case_sensitive", true);
        boolean withScore = flag(request, "include_score", false);
        return new SearchRequest(
                mint,
                maxt,
                matchers,
                terms(words, threshold, algorithm, caseSensitive),
                threshold,
                caseSensitive,
                withScore,
                order(request, words.isEmpty()),
                limit(request.param("limit"), maxLimit),
                positive(request, "batch_size", DEFAULT_BATCH));
    }

    private static long time(ApiRequest request, String name, long otherwise) throws ApiException {
        String value = request.param(name);
        try {
            return value.isEmpty() ? otherwise : ApiTime.parse(value);
        } catch (ApiException e) {
            throw ApiException.badData("invalid time value for '" + name + "': " + e.getMessage());
        }
    }

    private static double threshold(String text) throws ApiException {
        int threshold = text.isEmpty() ? 0 : number(text);
        if (threshold < 0 || threshold > 100) {
            throw ApiException.badData(
                    "invalid fuzz_threshold %s: must be 0-100".formatted(ApiException.quote(text)));
        }
        return threshold / 100.0;
    }

    /// Something negative where the text is no number.
    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private static int positive(ApiRequest request, String name, int otherwise)
            throws ApiException {
        String text = request.param(name);
        int number = text.isEmpty() ? otherwise : number(text);
        if (number <= 0) {
            throw ApiException.badData(
                    "invalid %s %s: must be a positive integer"
                            .formatted(name, ApiException.quote(text)));
        }
        return number;
    }

    private static int limit(String text, int maxLimit) throws ApiException {
        if (text.isEmpty()) {
            return maxLimit > 0 ? Math.min(DEFAULT_LIMIT, maxLimit) : DEFAULT_LIMIT;
        }
        int limit = number(text);
        if (limit <= 0) {
            throw ApiException.badData(
                    "invalid limit %s: must be a positive integer"
                            .formatted(ApiException.quote(text)));
        }
        if (maxLimit > 0 && limit > maxLimit) {
            throw ApiException.badData(
                    "limit %d exceeds the configured maximum (%d, see --web.search.max-limit)"
                            .formatted(limit, maxLimit));
        }
        return limit;
    }

    /// Go's booleans.
    static boolean flag(ApiRequest request, String name, boolean otherwise) throws ApiException {
        String value = request.param(name);
        return switch (value) {
            case "" -> otherwise;
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                    throw ApiException.badData(
                            "invalid %s %s: must be boolean"
                                    .formatted(name, ApiException.quote(value)));
        };
    }

    private static Comparator<Result> order(ApiRequest request, boolean unsearched)
            throws ApiException {
        String by = request.param("sort_by");
        String direction = request.param("sort_dir");
        boolean score = by.equals("score");
        if (!direction.isEmpty() && by.isEmpty()) {
            throw ApiException.badData("sort_dir is only valid when sort_by is set");
        }
        if (!direction.isEmpty() && score) {
            throw ApiException.badData("sort_dir is not supported for sort_by=score");
        }
        if (!Set.of("", "asc", "dsc").contains(direction)) {
            throw ApiException.badData(
                    "invalid sort_dir %s: must be \"asc\" or \"dsc\""
                            .formatted(ApiException.quote(direction)));
        }
        if (score && unsearched) {
            throw ApiException.badData("sort_by=score requires search[] to be set");
        }
        if (!score && !Set.of("", "alpha").contains(by)) {
            String path = request.exchange().request().rawPath();
            throw ApiException.badData(
                    "invalid sort_by %s for %s: must be \"alpha\" or \"score\""
                            .formatted(
                                    ApiException.quote(by),
                                    path.substring(path.lastIndexOf('/') + 1)));
        }
        if (score) {
            return Comparator.comparingDouble(Result::score).reversed().thenComparing(BY_VALUE);
        }
        return direction.equals("dsc") ? BY_VALUE.reversed() : BY_VALUE;
    }

    private static List<SearchTerm> terms(
            List<String> words, double threshold, String algorithm, boolean caseSensitive) {
        List<SearchTerm> terms = new ArrayList<>();
        for (String word : words) {
            String text = caseSensitive ? word : word.toLowerCase(Locale.ROOT);
            if (text.isEmpty()) {
                continue;
            }
            terms.add(
                    algorithm.equals("jarowinkler")
                            ? new JaroWinklerTerm(text, threshold)
                            : new SubsequenceTerm(text));
        }
        return terms;
    }

    /// The score of a text; 0 where it is not found.
    double score(String value) {
        if (terms.isEmpty()) {
            return 1;
        }
        String text = caseSensitive ? value : value.toLowerCase(Locale.ROOT);
        double best = 0;
        for (SearchTerm term : terms) {
            double score = term.score(text);
            boolean enough = term instanceof JaroWinklerTerm || score >= threshold;
            best = enough ? Math.max(best, score) : best;
        }
        return best;
    }
}
