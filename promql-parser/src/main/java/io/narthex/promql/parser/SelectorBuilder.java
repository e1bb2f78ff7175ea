package io.narthex.promql.parser;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.grammar.PromqlGrammar;

import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Builds vector selectors: names, matchers, and the rules on both.
///
/// Thread safety: for one query.
final class SelectorBuilder {
    private final SourceText source;
    private final Literals literals;

    SelectorBuilder(SourceText source, Literals literals) {
        this.source = source;
        this.literals = literals;
    }

    /// @param bareName the name in front of the braces, or null
    /// @param braces null where there are none
    Expr.VectorSelector build(
            @Nullable String bareName,
            PromqlGrammar.@Nullable LabelMatchersContext braces,
            PositionRange position) {
        List<LabelMatcher> matchers = new ArrayList<>();
        if (braces != null) {
            for (PromqlGrammar.LabelMatcherContext c : braces.labelMatcher()) {
                LabelMatcher matcher =
                        c.quotedName == null
                                ? matcher(c)
                                : LabelMatcher.equal(Labels.NAME, literals.string(c.quotedName));
                matchers.add(matcher);
            }
        }
        if (bareName != null) {
            matchers.add(LabelMatcher.equal(Labels.NAME, bareName));
        }
        return new Expr.VectorSelector(bareName, matchers, TimeShift.NONE, position);
    }

    private LabelMatcher matcher(PromqlGrammar.LabelMatcherContext c) {
        String name =
                c.name.getType() == PromqlGrammar.STRING
                        ? literals.string(c.name)
                        : c.name.getText();
        try {
            return new LabelMatcher(type(c.op), name, literals.string(c.value));
        } catch (IllegalArgumentException e) {
            throw source.error(
                    String.valueOf(e.getMessage()), literals.range(c.getStart(), c.getStop()));
        }
    }

    private static LabelMatcher.Type type(Token op) {
        return switch (op.getType()) {
            case PromqlGrammar.EQL -> LabelMatcher.Type.EQUAL;
            case PromqlGrammar.NEQ -> LabelMatcher.Type.NOT_EQUAL;
            case PromqlGrammar.EQL_REGEX -> LabelMatcher.Type.REGEX;
            case PromqlGrammar.NEQ_REGEX -> LabelMatcher.Type.NOT_REGEX;
            default -> throw new IllegalStateException("BUG: no matcher type " + op.getText());
        };
    }
}
