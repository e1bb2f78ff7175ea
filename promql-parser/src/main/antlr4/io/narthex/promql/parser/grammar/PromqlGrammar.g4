// The grammar of PromQL. Tokens come from the hand-written PromqlLexer, which knows which words are
// keywords where: inside braces none is, inside brackets only the ones of duration expressions.
parser grammar PromqlGrammar;

tokens {
    IDENTIFIER, METRIC_IDENTIFIER, STRING, NUMBER, DURATION,
    LEFT_PAREN, RIGHT_PAREN, LEFT_BRACE, RIGHT_BRACE, LEFT_BRACKET, RIGHT_BRACKET, COMMA, COLON,
    ADD, SUB, MUL, DIV, MOD, POW, ATAN2,
    EQLC, NEQ, LTE, LSS, GTE, GTR, TRIM_UPPER, TRIM_LOWER, EQL, EQL_REGEX, NEQ_REGEX, AT,
    AND, OR, UNLESS,
    SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, TOPK, BOTTOMK, COUNT_VALUES, QUANTILE,
    LIMITK, LIMIT_RATIO,
    OFFSET, ANCHORED, SMOOTHED, BY, WITHOUT, ON, IGNORING, GROUP_LEFT, GROUP_RIGHT,
    FILL, FILL_LEFT, FILL_RIGHT, BOOL, START, END, STEP, RANGE, MAX_OF, MIN_OF
}

query : expr EOF ;

// What `match[]` takes.
selector : (metricName labelMatchers? | labelMatchers) EOF ;

// Alternatives from the tightest to the loosest binding; all binary operators but `^` associate to
// the left. A sign binds as loosely as `*`: -1^2 is -(1^2).
expr
    : expr LEFT_BRACKET durationExpr RIGHT_BRACKET                             # RangeExpr
    | expr LEFT_BRACKET durationExpr COLON durationExpr? RIGHT_BRACKET         # SubqueryExpr
    | expr OFFSET offset                                                       # OffsetExpr
    | expr AT atTime                                                           # AtExpr
    | expr extension=(ANCHORED | SMOOTHED)                                     # ExtendedExpr
    | <assoc = right> expr op=POW modifiers expr                               # BinaryExpr
    | op=(ADD | SUB) expr                                                      # UnaryExpr
    | expr op=(MUL | DIV | MOD | ATAN2) modifiers expr                         # BinaryExpr
    | expr op=(ADD | SUB) modifiers expr                                       # BinaryExpr
    | expr op=(EQLC | NEQ | LTE | LSS | GTE | GTR | TRIM_UPPER | TRIM_LOWER) modifiers expr
                                                                               # BinaryExpr
    | expr op=(AND | UNLESS) modifiers expr                                    # BinaryExpr
    | expr op=OR modifiers expr                                                # BinaryExpr
    | LEFT_PAREN expr RIGHT_PAREN                                              # ParenExpr
    | aggregateOp grouping arguments                                           # AggregateExpr
    | aggregateOp arguments grouping?                                          # AggregateExpr
    | functionName arguments                                                   # CallExpr
    | metricName labelMatchers?                                                # SelectorExpr
    | labelMatchers                                                            # SelectorExpr
    | number                                                                   # NumberExpr
    | STRING                                                                   # StringExpr
    ;

arguments : LEFT_PAREN (expr (COMMA expr)* COMMA?)? RIGHT_PAREN ;

grouping : (BY | WITHOUT) groupingLabels ;

groupingLabels : LEFT_PAREN (groupingLabel (COMMA groupingLabel)* COMMA?)? RIGHT_PAREN ;

modifiers
    : BOOL? (matching=(ON | IGNORING) groupingLabels
             (side=(GROUP_LEFT | GROUP_RIGHT) include=groupingLabels?)?)? fill? ;

fill
    : FILL both=fillValue
    | FILL_LEFT left=fillValue (FILL_RIGHT right=fillValue)?
    | FILL_RIGHT right=fillValue (FILL_LEFT left=fillValue)?
    ;

fillValue : LEFT_PAREN signedNumber RIGHT_PAREN ;

labelMatchers : LEFT_BRACE (labelMatcher (COMMA labelMatcher)* COMMA?)? RIGHT_BRACE ;

labelMatcher
    : name=(IDENTIFIER | STRING) op=(EQL | NEQ | EQL_REGEX | NEQ_REGEX) value=STRING
    | quotedName=STRING
    ;

offset
    : sign=(ADD | SUB)? durationLiteral                                        # OffsetLiteral
    | sign=(ADD | SUB)? durationCall                                           # OffsetCall
    | sign=(ADD | SUB)? LEFT_PAREN durationExpr RIGHT_PAREN                    # OffsetParen
    ;

atTime : signedNumber | preset=(START | END) LEFT_PAREN RIGHT_PAREN ;

durationExpr
    : <assoc = right> durationExpr op=POW durationExpr                         # DurationBinary
    | op=(ADD | SUB) durationExpr                                              # DurationUnary
    | durationExpr op=(MUL | DIV | MOD) durationExpr                           # DurationBinary
    | durationExpr op=(ADD | SUB) durationExpr                                 # DurationBinary
    | LEFT_PAREN durationExpr RIGHT_PAREN                                      # DurationParen
    | durationCall                                                             # DurationFunction
    | durationLiteral                                                          # DurationNumber
    ;

durationCall
    : name=(STEP | RANGE) LEFT_PAREN RIGHT_PAREN
    | name=(MAX_OF | MIN_OF) LEFT_PAREN durationExpr COMMA durationExpr RIGHT_PAREN
    ;

durationLiteral : NUMBER | DURATION ;

number : NUMBER | DURATION ;

signedNumber : sign=(ADD | SUB)? number ;

functionName : IDENTIFIER | START | END | STEP | RANGE | MAX_OF | MIN_OF ;

aggregateOp
    : SUM | AVG | COUNT | MIN | MAX | GROUP | STDDEV | STDVAR | TOPK | BOTTOMK | COUNT_VALUES
    | QUANTILE | LIMITK | LIMIT_RATIO
    ;

// Words that keep their ordinary meaning where a metric may stand. The words of vector matching,
// `bool` and `atan2` do not: they would make `a + on (b) c` ambiguous.
metricName
    : IDENTIFIER | METRIC_IDENTIFIER | aggregateOp
    | AND | OR | UNLESS | OFFSET | ANCHORED | SMOOTHED | BY | WITHOUT
    | FILL | FILL_LEFT | FILL_RIGHT | START | END | STEP | RANGE | MAX_OF | MIN_OF
    ;

groupingLabel
    : STRING | IDENTIFIER | METRIC_IDENTIFIER | aggregateOp
    | AND | OR | UNLESS | ATAN2 | OFFSET | ANCHORED | SMOOTHED | BY | ON | IGNORING
    | GROUP_LEFT | GROUP_RIGHT | FILL | FILL_LEFT | FILL_RIGHT | BOOL
    | START | END | STEP | RANGE | MAX_OF | MIN_OF
    ;
