package io.narthex.rules.run;

import io.narthex.model.Labels;
import io.narthex.promql.Value.VectorSample;
import io.narthex.promql.parser.ExprPrinter;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.RuleStatus.Evaluated;
import io.narthex.rules.alert.RuleFailure;
import io.narthex.rules.file.RuleDefinition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives the result of its expression a new name.
final class RecordingRule implements Rule {
    private final RuleDefinition.Recording definition;
    private final String query;
    private final RuleQueries queries;

    RecordingRule(RuleDefinition.Recording definition, RuleQueries queries) {
        this.definition = definition;
        this.query = ExprPrinter.print(definition.expr());
        this.queries = queries;
    }

    @Override
    public RuleDefinition.Recording definition() {
        return definition;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public List<VectorSample> evaluate(Evaluation evaluation) {
        List<VectorSample> result = new ArrayList<>();
        Set<Labels> seen = new HashSet<>();
        for (VectorSample s : queries.query(query, evaluation.queryTime())) {
            Labels.Builder labels = s.labels().toBuilder().set(Labels.NAME, definition.record());
            definition.labels().forEach(labels::set);
            Labels series = labels.build();
            if (!seen.add(series)) {
                throw new RuleFailure(
                        "vector contains metrics with the same labelset after applying rule"
                                + " labels");
            }
            result.add(new VectorSample(series, s.timestamp(), s.value(), s.histogram()));
        }
        int limit = evaluation.limit();
        if (limit > 0 && result.size() > limit) {
            throw new RuleFailure(
                    "exceeded limit of " + limit + " with " + result.size() + " series");
        }
        return result;
    }

    @Override
    public RuleStatus status(Evaluated evaluated) {
        return new RuleStatus.Recording(definition, query, evaluated);
    }
}
