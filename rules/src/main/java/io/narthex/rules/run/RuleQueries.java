package io.narthex.rules.run;

import io.narthex.model.Labels;
import io.narthex.promql.Value;
import io.narthex.promql.Value.VectorSample;
import io.narthex.rules.alert.RuleFailure;
import io.narthex.rules.template.TemplateQueries;

import java.util.List;

/// Asks what rules and their templates ask: for a vector at one time.
///
/// Thread safety: implementations say.
public interface RuleQueries {
    /// The vector that an expression gives; a scalar is one sample without labels.
    ///
    /// @param time epoch milliseconds
    /// @throws io.narthex.promql.QueryException if the query fails
    /// @throws RuleFailure if it gives anything else
    List<VectorSample> query(String expression, long time);

    /// The same, asked by a group.
    ///
    /// @param file the group's file
    /// @param group its name
    default RuleQueries of(String file, String group) {
        return this;
    }

    /// The same for templates.
    default List<TemplateQueries.Element> elements(String expression, long time) {
        return query(expression, time).stream()
                .map(s -> new TemplateQueries.Element(s.labels(), s.value(), s.histogram()))
                .toList();
    }

    /// What an instant query's value is for a rule.
    ///
    /// @throws RuleFailure if it is neither a vector nor a scalar
    static List<VectorSample> vector(Value value) {
        return switch (value) {
            case Value.Vector vector -> vector.samples();
            case Value.Scalar s ->
                    List.of(new VectorSample(Labels.empty(), s.timestamp(), s.value(), null));
            case Value.Text _, Value.Matrix _ ->
                    throw new RuleFailure("rule result is not a vector or scalar");
        };
    }
}
