package io.narthex.promql.plan;

import io.narthex.model.LabelMatcher;
import io.narthex.model.LabelMatcher.Type;
import io.narthex.model.Labels;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.TimeShift.Extension;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The selector of the info series that `info` asks for: the conditions as written, completed by
/// those on the name, and the time at which the first selector of the other argument looks.
///
/// Thread safety: stateless.
final class InfoSelector {
    private static final LabelMatcher TARGET_INFO = LabelMatcher.equal(Labels.NAME, "target_info");
    private static final LabelMatcher ANY_INFO =
            new LabelMatcher(Type.REGEX, Labels.NAME, ".+_info");

    private InfoSelector() {}

    /// @param base the series that are to get labels
    /// @param written the conditions of the query; empty where it has none
    static LogicalNode.Selector of(
            LogicalNode base, List<LabelMatcher> written, PositionRange position) {
        Time time = firstTime(base, Time.STEP);
        if (time == null) {
            time = Time.STEP;
        }
        return new LogicalNode.Selector(
                completed(written), time.offset, time.at, Extension.NONE, false, position);
    }

    /// Without a condition on the name it is `target_info`; where names are only excluded, all that
    /// end in `_info` are left.
    private static List<LabelMatcher> completed(List<LabelMatcher> written) {
        List<LabelMatcher> names =
                written.stream().filter(m -> m.name().equals(Labels.NAME)).toList();
        boolean positive =
                names.stream().anyMatch(m -> m.type() == Type.EQUAL || m.type() == Type.REGEX);
        List<LabelMatcher> all = new ArrayList<>(written);
        if (!positive) {
            all.add(names.isEmpty() ? TARGET_INFO : ANY_INFO);
        }
        return List.copyOf(all);
    }

    /// When a selector looks.
    ///
    /// @param at null where the step's time holds
    private record Time(@Nullable Long at, long offset) {
        static final Time STEP = new Time(null, 0);

        /// The time of what lies below: an inner `@` fixes it, offsets add up until one does.
        Time below(@Nullable Long innerAt, long innerOffset) {
            return innerAt != null
                    ? new Time(innerAt, innerOffset)
                    : new Time(at, offset + innerOffset);
        }
    }

    /// The time of the first selector as the query is written, or null where there is none.
    private static @Nullable Time firstTime(LogicalNode node, Time above) {
        return switch (node) {
            case LogicalNode.Selector s -> above.below(s.at(), s.offset());
            case LogicalNode.RangeSelector r -> firstTime(r.selector(), above);
            case LogicalNode.Subquery s -> firstTime(s.input(), above.below(s.at(), s.offset()));
            case LogicalNode.Aggregate a -> {
                Time found = firstTime(a.input(), above);
                LogicalNode param = a.param();
                yield found != null || param == null ? found : firstTime(param, above);
            }
            default -> {
                for (LogicalNode child : node.children()) {
                    Time found = firstTime(child, above);
                    if (found != null) {
                        yield found;
                    }
                }
                yield null;
            }
        };
    }
}
