package io.narthex.http.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The parameters that the table of routes names.
///
/// Thread safety: immutable.
final class Parameters {
    static final Parameter QUERY = Parameter.of("query", "A PromQL expression").asRequired();
    static final Parameter TIME =
            Parameter.of("time", "The evaluation time; the present if absent");
    static final Parameter START =
            Parameter.of("start", "The oldest time, Unix seconds or RFC 3339");
    static final Parameter RANGE_START =
            START.saying("The begin of a range query; without it, one time is asked for");
    static final Parameter END = Parameter.of("end", "The newest time, Unix seconds or RFC 3339");
    static final Parameter STEP = Parameter.of("step", "A duration, or seconds");
    static final Parameter TIMEOUT = Parameter.of("timeout", "The longest run of the query");
    static final Parameter LIMIT =
            Parameter.of("limit", "The most items in the answer; 0 for all").ofType("integer");
    static final Parameter LOOKBACK =
            Parameter.of("lookback_delta", "How far back a selector looks");
    static final Parameter STATS =
            Parameter.of(
                    "stats", "`true` for statistics of the query, `all` for those of each step");
    static final Parameter MATCH =
            Parameter.of("match[]", "A series selector; any of them may match").repeatable();
    static final Parameter LABEL_NAME =
            Parameter.ofPath("name", "The label's name, escaped with `U__` where it has to be");
    static final Parameter ANALYZE =
            Parameter.of("analyze", "Whether the query runs, and tells what it did")
                    .ofType("boolean");
    static final Parameter FORMAT = Parameter.of("format", "`json`, or `text` for people");
    static final Parameter METRIC = Parameter.of("metric", "Only the metric of this name");
    static final Parameter LIMIT_PER_METRIC =
            Parameter.of("limit_per_metric", "The most entries of one metric").ofType("integer");
    static final Parameter MATCH_TARGET =
            Parameter.of("match_target", "A selector of targets by their labels");
    static final Parameter STATE =
            Parameter.of("state", "`active`, `dropped` or `any`").onlyInUrl();
    static final Parameter SCRAPE_POOL = Parameter.of("scrapePool", "Only targets of this job");
    static final Parameter INSTANCE =
            Parameter.of("instance", "The target's label `instance`, or its address").onlyInUrl();
    static final Parameter TARGET_URL =
            Parameter.of("url", "The target's URL, as `targets` shows it").onlyInUrl();
    static final Parameter RULE_TYPE = Parameter.of("type", "`alert` or `record`").onlyInUrl();
    static final Parameter RULE_NAME =
            Parameter.of("rule_name[]", "Only rules of this name").repeatable();
    static final Parameter RULE_GROUP =
            Parameter.of("rule_group[]", "Only groups of this name").repeatable();
    static final Parameter RULE_FILE =
            Parameter.of("file[]", "Only groups of this file").repeatable();
    static final Parameter EXCLUDE_ALERTS =
            Parameter.of("exclude_alerts", "Whether alerts are left out")
                    .ofType("boolean")
                    .onlyInUrl();
    static final Parameter GROUP_LIMIT =
            Parameter.of("group_limit", "The most groups in the answer")
                    .ofType("integer")
                    .onlyInUrl();
    static final Parameter GROUP_TOKEN =
            Parameter.of("group_next_token", "Where the page before ended").onlyInUrl();
    static final Parameter NEXT_TOKEN = Parameter.of("next_token", "Where the page before ended");
    static final Parameter SKIP_HEAD =
            Parameter.of("skip_head", "Whether what is in memory is left out").ofType("boolean");
    static final Parameter SLO = Parameter.ofPath("name", "The objective's name");
    static final Parameter SILENCE = Parameter.ofPath("name", "The silence's id");
    static final Parameter QUERY_ID =
            Parameter.ofPath("id", "The query's number in `status/active_queries`");
    static final Parameter FILTER =
            Parameter.of("filter", "A matcher of silences, such as `job=\"api\"`").repeatable();

    static final Parameter LABELS =
            Parameter.of("labels", "Discovered labels, as a JSON object").asRequired();
    static final Parameter LABEL = Parameter.of("label", "The label's name");
    static final Parameter INCLUDE_METADATA =
            Parameter.of("include_metadata", "Whether type, help and unit are told")
                    .ofType("boolean");

    private Parameters() {}

    /// Those of a search.
    ///
    /// @param more that not every search has
    static Parameter[] ofSearch(Parameter... more) {
        List<Parameter> all = new ArrayList<>(List.of(more));
        Collections.addAll(
                all,
                Parameter.of("search[]", "What to look for; any of them").repeatable(),
                Parameter.of("fuzz_alg", "`subsequence` or `jarowinkler`"),
                Parameter.of("fuzz_threshold", "The least score, 0 to 100").ofType("integer"),
                Parameter.of("case_sensitive", "Whether case matters").ofType("boolean"),
                Parameter.of("include_score", "Whether scores are told").ofType("boolean"),
                Parameter.of("sort_by", "`alpha` or `score`"),
                Parameter.of("sort_dir", "`asc` or `dsc`, with `alpha` only"),
                START,
                END,
                MATCH,
                LIMIT.saying("The most results; 100 if absent"),
                Parameter.of("batch_size", "Results of a line").ofType("integer"));
        return all.toArray(Parameter[]::new);
    }

    /// Those of a backtest.
    static Parameter[] ofBacktest() {
        return new Parameter[] {
            Parameter.of("rules", "A rule file's text; without it, the rules that run"),
            Parameter.of("file", "The name of the rule file"),
            Parameter.of("group", "Only groups of this name").repeatable(),
            Parameter.of("alert", "Only alerts of this name").repeatable(),
            START,
            END,
            Parameter.of("last", "How far back the run begins, in place of `start`"),
            Parameter.of("for", "Other durations that alerts are pending").repeatable(),
            Parameter.of("threshold", "Other thresholds").ofType("number").repeatable(),
            FORMAT
        };
    }
}
