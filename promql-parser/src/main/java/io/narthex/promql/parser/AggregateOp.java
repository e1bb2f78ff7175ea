package io.narthex.promql.parser;

/// The aggregation operators, with their keywords.
public enum AggregateOp {
    SUM("sum"),
    AVG("avg"),
    COUNT("count"),
    MIN("min"),
    MAX("max"),
    GROUP("group"),
    STDDEV("stddev"),
    STDVAR("stdvar"),
    TOPK("topk"),
    BOTTOMK("bottomk"),
    COUNT_VALUES("count_values"),
    QUANTILE("quantile"),
    LIMITK("limitk"),
    LIMIT_RATIO("limit_ratio");

    private final String keyword;

    AggregateOp(String keyword) {
        this.keyword = keyword;
    }

    /// The operator as PromQL writes it.
    public String keyword() {
        return keyword;
    }

    /// Whether `promql-experimental-functions` must be enabled.
    public boolean isExperimental() {
        return this == LIMITK || this == LIMIT_RATIO;
    }

    /// Whether the operator takes a parameter before its vector.
    public boolean hasParam() {
        return switch (this) {
            case TOPK, BOTTOMK, COUNT_VALUES, QUANTILE, LIMITK, LIMIT_RATIO -> true;
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> false;
        };
    }
}
