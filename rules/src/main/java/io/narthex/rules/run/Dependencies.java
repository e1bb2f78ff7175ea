package io.narthex.rules.run;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.rules.file.RuleDefinition;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Which rules of a group ask for what rules before them give, and so which may be evaluated side
/// by side.
///
/// Thread safety: immutable.
final class Dependencies {
    private final int rules;

    /// Rules that need others, and rules that others need; null where nobody can tell.
    private final @Nullable BitSet needing;

    private final BitSet needed = new BitSet();

    private Dependencies(List<RuleDefinition> definitions) {
        this.rules = definitions.size();
        this.needing = analyse(definitions);
    }

    /// The batches in which a group's rules are evaluated, by their positions: the rules of a batch
    /// side by side, after those of the batches before.
    static List<List<Integer>> batches(List<RuleDefinition> definitions) {
        return new Dependencies(definitions).batches();
    }

    private @Nullable BitSet analyse(List<RuleDefinition> definitions) {
        BitSet found = new BitSet();
        for (int i = 0; i < rules && rules > 1; i++) {
            for (List<LabelMatcher> selector : RuleReads.selectors(definitions.get(i).expr())) {
                LabelMatcher name = RuleReads.first(selector, Labels.NAME);
                if (name == null) {
                    return null; // it may select whatever the others give
                }
                for (int j = 0; j < i; j++) {
                    if (RuleReads.gives(definitions.get(j), name, selector)) {
                        found.set(i);
                        needed.set(j);
                    }
                }
            }
        }
        return found;
    }

    /// First what needs no others, side by side; then what needs others and is needed, one by one;
    /// at last what is not needed, side by side.
    private List<List<Integer>> batches() {
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> first = new ArrayList<>();
        List<Integer> last = new ArrayList<>();
        List<List<Integer>> between = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            if (needing != null && !needing.get(i)) {
                first.add(i);
            } else if (needing == null || needed.get(i)) {
                between.add(List.of(i));
            } else {
                last.add(i);
            }
        }
        batches.add(first);
        batches.addAll(between);
        batches.add(last);
        batches.removeIf(List::isEmpty);
        return batches;
    }
}
