package io.narthex.rules.template;

import io.narthex.model.Labels;
import io.narthex.rules.template.GoValue.Nothing;

import java.util.Map;

/// Runs the actions of a template. What stands in an action is evaluated by {@link
/// PipelineEvaluator}.
///
/// Thread safety: for one thread and one expansion.
final class Evaluator {
    private final Map<String, Node.Body> templates;
    private final Environment environment;
    private final Place place;
    private final StringBuilder out;
    private final PipelineEvaluator pipelines;

    private Evaluator(
            Map<String, Node.Body> templates,
            Environment environment,
            Place place,
            StringBuilder out,
            GoValue dot) {
        this.templates = templates;
        this.environment = environment;
        this.place = place;
        this.out = out;
        this.pipelines = new PipelineEvaluator(environment, place, dot);
    }

    /// @throws TemplateFailure with its place
    static String run(
            Map<String, Node.Body> templates, Place place, Environment environment, GoValue dot) {
        StringBuilder out = new StringBuilder();
        Evaluator evaluator = new Evaluator(templates, environment, place, out, dot);
        Node.Body root = templates.get(place.template());
        if (root == null) {
            throw new IllegalStateException("BUG: no template " + place.template());
        }
        evaluator.body(dot, root);
        return out.toString();
    }

    /// How a body ended.
    private enum Flow {
        THROUGH,
        BREAK,
        CONTINUE
    }

    private Flow body(GoValue dot, Node.Body body) {
        place.at(body);
        for (Node.Action action : body.actions()) {
            place.at(action);
            place.guard(environment.budget()::step);
            Flow flow = action(dot, action);
            if (flow != Flow.THROUGH) {
                return flow;
            }
        }
        return Flow.THROUGH;
    }

    private Flow action(GoValue dot, Node.Action action) {
        switch (action) {
            case Node.Text text -> print(text.text());
            case Node.Print print -> {
                GoValue value = pipelines.pipeline(dot, print.pipeline());
                if (print.pipeline().variables().isEmpty()) {
                    place.at(print);
                    print(place.guard(() -> GoPrinter.printed(value, environment.budget())));
                }
            }
            case Node.Break _ -> {
                return Flow.BREAK;
            }
            case Node.Continue _ -> {
                return Flow.CONTINUE;
            }
            case Node.Branch branch -> {
                return branch(dot, branch);
            }
            case Node.Invoke invoke -> invoke(dot, invoke);
        }
        return Flow.THROUGH;
    }

    private void print(String text) {
        out.append(text);
        if (out.length() > Budget.MAX_OUTPUT) {
            throw place.failure("the output is longer than " + Budget.MAX_OUTPUT + " characters");
        }
    }

    private Flow branch(GoValue dot, Node.Branch branch) {
        int variables = pipelines.variables();
        place.guard(environment.budget()::enter);
        GoValue value = pipelines.pipeline(dot, branch.pipeline());
        Flow flow =
                switch (branch.kind()) {
                    case IF -> either(dot, dot, Truth.of(value), branch);
                    case WITH -> either(dot, value, Truth.of(value), branch);
                    case RANGE -> range(dot, value, branch);
                };
        pipelines.forgetFrom(variables);
        environment.budget().leave();
        return flow;
    }

    private Flow either(GoValue dot, GoValue inner, boolean truth, Node.Branch branch) {
        if (truth) {
            return body(inner, branch.body());
        }
        return branch.otherwise() == null ? Flow.THROUGH : body(dot, branch.otherwise());
    }

    private Flow range(GoValue dot, GoValue value, Node.Branch branch) {
        Loop loop = new Loop(branch);
        switch (value.concrete()) {
            case GoValue.Samples samples -> {
                for (GoValue.Sample sample : samples.samples()) {
                    loop.next(new GoValue.Int(loop.count), sample);
                }
            }
            case GoValue.StringMap map -> {
                Labels labels = map.labels();
                for (int i = 0; i < labels.size(); i++) {
                    loop.next(new GoValue.Str(labels.name(i)), new GoValue.Str(labels.value(i)));
                }
            }
            case GoValue.AnyMap map ->
                    map.entries()
                            .forEach((k, v) -> loop.next(new GoValue.Str(k), new GoValue.Any(v)));
            case GoValue.Int integer -> {
                if (branch.pipeline().variables().size() > 1) {
                    throw place.failure(
                            "can't use "
                                    + GoPrinter.text(value)
                                    + " to iterate over more than one"
                                    + " variable");
                }
                for (long i = 0; i < integer.value() && !loop.over; i++) {
                    loop.next(new GoValue.Int(i), new GoValue.Int(i, integer.type()));
                }
            }
            case Nothing _ -> {}
            case GoValue.Bool _,
                    GoValue.Float _,
                    GoValue.Str _,
                    GoValue.AlertData _,
                    GoValue.Sample _,
                    GoValue.NilSample _,
                    GoValue.Histogram _,
                    GoValue.Time _,
                    GoValue.Duration _,
                    GoValue.Any _ ->
                    throw place.failure(
                            "range can't iterate over "
                                    + GoPrinter.printed(value, environment.budget()));
        }
        return loop.count > 0 || branch.otherwise() == null
                ? Flow.THROUGH
                : body(dot, branch.otherwise());
    }

    /// One run of a loop.
    private final class Loop {
        private final Node.Branch branch;
        private final int variables = pipelines.variables();
        private int count;
        private boolean over;

        Loop(Node.Branch branch) {
            this.branch = branch;
        }

        void next(GoValue index, GoValue element) {
            if (over) {
                return;
            }
            count++;
            place.guard(environment.budget()::step);
            pipelines.setLoopVariables(branch.pipeline(), index, element);
            over = body(element, branch.body()) == Flow.BREAK;
            pipelines.forgetFrom(variables);
        }
    }

    private void invoke(GoValue dot, Node.Invoke invoke) {
        Node.Body body = templates.get(invoke.name());
        if (body == null) {
            throw place.failure("template " + GoStrings.quote(invoke.name()) + " not defined");
        }
        place.guard(environment.budget()::enter);
        GoValue inner =
                invoke.pipeline() == null
                        ? Nothing.NOTHING
                        : pipelines.pipeline(dot, invoke.pipeline());
        Place there = place.in(invoke.name());
        new Evaluator(templates, environment, there, out, inner).body(inner, body);
        environment.budget().leave();
    }
}
