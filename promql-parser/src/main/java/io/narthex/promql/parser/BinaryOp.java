package io.narthex.promql.parser;

/// The binary operators, with their symbols.
public enum BinaryOp {
    ADD("+"),
    SUB("-"),
    MUL("*"),
    DIV("/"),
    MOD("%"),
    POW("^"),
    ATAN2("atan2"),
    EQL("=="),
    NEQ("!="),
    LTE("<="),
    LSS("<"),
    GTE(">="),
    GTR(">"),
    TRIM_UPPER("</"),
    TRIM_LOWER(">/"),
    AND("and"),
    OR("or"),
    UNLESS("unless");

    private final String symbol;

    BinaryOp(String symbol) {
        this.symbol = symbol;
    }

    /// The operator as PromQL writes it.
    public String symbol() {
        return symbol;
    }

    /// Whether the operator compares and, without `bool`, filters.
    public boolean isComparison() {
        return switch (this) {
            case EQL, NEQ, LTE, LSS, GTE, GTR -> true;
            case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    false;
        };
    }

    /// Whether the operator joins vectors as sets.
    public boolean isSetOperator() {
        return this == AND || this == OR || this == UNLESS;
    }
}
