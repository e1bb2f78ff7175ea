package io.narthex.rules.template;

import io.narthex.rules.template.Function.Parameter;
import io.narthex.rules.template.GoValue.Nothing;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Evaluates what stands within actions: pipelines, commands, fields, calls. It owns the variables
/// of one template.
///
/// Thread safety: for one thread and one expansion.
final class PipelineEvaluator {
    private final Environment environment;
    private final Place place;
    private final List<Setting> variables = new ArrayList<>();

    private record Setting(String name, GoValue value) {}

    PipelineEvaluator(Environment environment, Place place, GoValue dot) {
        this.environment = environment;
        this.place = place;
        variables.add(new Setting("$", dot));
    }

    int variables() {
        return variables.size();
    }

    void forgetFrom(int count) {
        variables.subList(count, variables.size()).clear();
    }

    void setLoopVariables(Node.Pipeline pipeline, GoValue index, GoValue element) {
        List<Node.Variable> declared = pipeline.variables();
        for (int i = 0; i < declared.size(); i++) {
            GoValue value = declared.size() > 1 && i == 0 ? index : element;
            String name = declared.get(i).names().getFirst();
            if (pipeline.assign()) {
                assign(name, value);
            } else {
                int slot = variables.size() - declared.size() + i;
                variables.set(slot, new Setting(name, value));
            }
        }
    }

    private void assign(String name, GoValue value) {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name().equals(name)) {
                variables.set(i, new Setting(name, value));
                return;
            }
        }
        throw place.failure("undefined variable: " + name);
    }

    private GoValue variable(String name) {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name().equals(name)) {
                return variables.get(i).value();
            }
        }
        throw place.failure("undefined variable: " + name);
    }

    GoValue pipeline(GoValue dot, Node.Pipeline pipeline) {
        place.at(pipeline);
        place.guard(environment.budget()::enter);
        GoValue value = null;
        for (Node.Command command : pipeline.commands()) {
            place.guard(environment.budget()::step);
            value = command(dot, command, value).concrete();
        }
        if (value == null) {
            throw new IllegalStateException("BUG: a pipeline without commands");
        }
        for (Node.Variable declared : pipeline.variables()) {
            String name = declared.names().getFirst();
            if (pipeline.assign()) {
                assign(name, value);
            } else {
                variables.add(new Setting(name, value));
            }
        }
        environment.budget().leave();
        return value;
    }

    /// @param last the value of the command before, or null
    private GoValue command(GoValue dot, Node.Command command, @Nullable GoValue last) {
        List<Node.Operand> operands = command.operands();
        List<Node.Operand> arguments = operands.subList(1, operands.size());
        Node.Operand first = operands.getFirst();
        switch (first) {
            case Node.Field field -> {
                return field(dot, field, new Arguments(arguments, last));
            }
            case Node.Chain chain -> {
                return chain(dot, chain, new Arguments(arguments, last));
            }
            case Node.Identifier function -> {
                return function(dot, function, command, new Arguments(arguments, last));
            }
            case Node.Variable variable -> {
                return variable(dot, variable, new Arguments(arguments, last));
            }
            case Node.Pipeline pipeline -> {
                requireNone(first, arguments, last);
                return pipeline(dot, pipeline);
            }
            case Node.Bool _, Node.Dot _, Node.Nil _, Node.Number _, Node.Literal _ -> {}
        }
        place.at(first);
        requireNone(first, arguments, last);
        if (first instanceof Node.Nil) {
            throw place.failure("nil is not a command");
        }
        return constant(dot, first);
    }

    private void requireNone(
            Node.Operand first, List<Node.Operand> arguments, @Nullable GoValue last) {
        if (!arguments.isEmpty() || last != null) {
            throw place.failure("can't give argument to non-function " + first);
        }
    }

    /// A literal, or the dot.
    private GoValue constant(GoValue dot, Node.Operand operand) {
        return switch (operand) {
            case Node.Bool bool -> new GoValue.Bool(bool.value());
            case Node.Dot _ -> dot;
            case Node.Literal literal -> new GoValue.Str(literal.value());
            case Node.Number number -> {
                place.at(number);
                if (number.looksLikeFloat()) {
                    yield new GoValue.Float(number.value());
                }
                if (number.integer() == null) {
                    throw place.failure(number.text() + " overflows int");
                }
                yield new GoValue.Int(number.integer());
            }
            case Node.Chain _,
                    Node.Field _,
                    Node.Identifier _,
                    Node.Nil _,
                    Node.Pipeline _,
                    Node.Variable _ ->
                    throw new IllegalStateException("BUG: no constant: " + operand);
        };
    }

    private GoValue field(GoValue dot, Node.Field field, Arguments arguments) {
        place.at(field);
        return fields(dot, dot, field.names(), new Call(field, arguments));
    }

    private GoValue chain(GoValue dot, Node.Chain chain, Arguments arguments) {
        place.at(chain);
        if (chain.of() instanceof Node.Nil) {
            throw place.failure("indirection through explicit nil in " + chain);
        }
        GoValue receiver = operand(dot, chain.of());
        return fields(dot, receiver, chain.names(), new Call(chain, arguments));
    }

    private GoValue variable(GoValue dot, Node.Variable variable, Arguments arguments) {
        place.at(variable);
        GoValue value = variable(variable.names().getFirst());
        if (variable.names().size() == 1) {
            requireNone(variable, arguments.nodes(), arguments.last());
            return value;
        }
        List<String> names = variable.names().subList(1, variable.names().size());
        return fields(dot, value, names, new Call(variable, arguments));
    }

    /// What comes after a function's or field's name, and the value of the command before.
    private record Arguments(List<Node.Operand> nodes, @Nullable GoValue last) {
        static final Arguments NONE = new Arguments(List.of(), null);

        int count() {
            return nodes.size() + (last == null ? 0 : 1);
        }
    }

    /// @param node whose failure it is when the call fails
    private record Call(Node node, Arguments arguments) {}

    /// Only the last field gets the arguments.
    private GoValue fields(GoValue dot, GoValue receiver, List<String> names, Call call) {
        GoValue value = receiver;
        for (int i = 0; i < names.size() - 1; i++) {
            value = fieldOf(dot, value, names.get(i), new Call(call.node(), Arguments.NONE));
        }
        return fieldOf(dot, value, names.getLast(), call);
    }

    private GoValue fieldOf(GoValue dot, GoValue receiver, String name, Call call) {
        if (receiver == Nothing.NOTHING) {
            return Nothing.NOTHING;
        }
        if (receiver.concrete() == Nothing.NOTHING) {
            throw place.failure("nil pointer evaluating " + receiver.typeName() + "." + name);
        }
        Function method = Fields.method(receiver, name);
        if (method != null) {
            return call(dot, method, call);
        }
        GoValue value = place.guard(() -> Fields.field(receiver, name));
        if (value == null) {
            throw place.failure("can't evaluate field " + name + " in type " + receiver.typeName());
        }
        if (call.arguments().count() > 0) {
            boolean map =
                    receiver.concrete() instanceof GoValue.StringMap
                            || receiver.concrete() instanceof GoValue.AnyMap;
            throw place.failure(
                    map
                            ? name + " is not a method but has arguments"
                            : name + " has arguments but cannot be invoked as function");
        }
        return value;
    }

    private GoValue function(
            GoValue dot, Node.Identifier function, Node node, Arguments arguments) {
        place.at(function);
        return call(dot, Functions.of(function.name()), new Call(node, arguments));
    }

    private GoValue call(GoValue dot, Function function, Call call) {
        requireCount(function, call.arguments());
        if (function.name().equals("and") || function.name().equals("or")) {
            return shortCircuit(dot, function, call.arguments());
        }
        List<GoValue> values = new ArrayList<>();
        for (Node.Operand node : call.arguments().nodes()) {
            values.add(argument(dot, function.parameter(values.size()), node));
        }
        GoValue last = call.arguments().last();
        if (last != null) {
            values.add(validated(last, function.parameter(values.size())));
        }
        try {
            return function.body().call(environment, values);
        } catch (TemplateFailure e) {
            place.at(call.node());
            throw place.failure("error calling " + function.name() + ": " + e.text());
        }
    }

    private void requireCount(Function function, Arguments arguments) {
        int count = arguments.count();
        int required = function.required();
        if (function.variadic() && count < required) {
            throw place.failure(
                    "wrong number of args for %s: want at least %d got %d"
                            .formatted(function.name(), required, arguments.nodes().size()));
        }
        if (!function.variadic() && count != required) {
            throw place.failure(
                    "wrong number of args for %s: want %d got %d"
                            .formatted(function.name(), required, count));
        }
    }

    /// `and` and `or` stop at the argument that decides.
    private GoValue shortCircuit(GoValue dot, Function function, Arguments arguments) {
        boolean or = function.name().equals("or");
        GoValue value = Nothing.NOTHING;
        for (Node.Operand node : arguments.nodes()) {
            value = argument(dot, Parameter.VALUE, node);
            if (Truth.of(value) == or) {
                return value;
            }
        }
        return arguments.last() == null ? value : arguments.last();
    }

    /// An operand's value where its type does not matter.
    private GoValue operand(GoValue dot, Node.Operand node) {
        place.at(node);
        return switch (node) {
            case Node.Dot _ -> dot;
            case Node.Field field -> field(dot, field, Arguments.NONE);
            case Node.Variable variable -> variable(dot, variable, Arguments.NONE);
            case Node.Pipeline pipeline -> pipeline(dot, pipeline);
            case Node.Identifier function -> function(dot, function, function, Arguments.NONE);
            case Node.Chain chain -> chain(dot, chain, Arguments.NONE);
            case Node.Nil _ -> throw place.failure("cannot assign nil to interface {}");
            case Node.Bool _, Node.Number _, Node.Literal _ -> constant(dot, node);
        };
    }

    private GoValue argument(GoValue dot, Parameter type, Node.Operand node) {
        place.at(node);
        place.guard(environment.budget()::step);
        return switch (node) {
            case Node.Nil _ -> {
                if (!type.canBeNil()) {
                    throw place.failure("cannot assign nil to " + type);
                }
                yield type.nil();
            }
            case Node.Bool _, Node.Number _, Node.Literal _ -> literal(dot, type, node);
            case Node.Chain _,
                    Node.Dot _,
                    Node.Field _,
                    Node.Identifier _,
                    Node.Pipeline _,
                    Node.Variable _ ->
                    validated(operand(dot, node), type);
        };
    }

    /// Literals take the type that is asked for, where they can.
    private GoValue literal(GoValue dot, Parameter type, Node.Operand node) {
        return switch (type) {
            case ANY, VALUE -> constant(dot, node);
            case STRING -> {
                if (node instanceof Node.Literal text) {
                    yield new GoValue.Str(text.value());
                }
                throw place.failure("expected string; found " + node);
            }
            case INT, DURATION -> {
                if (node instanceof Node.Number number && number.integer() != null) {
                    yield type == Parameter.INT
                            ? new GoValue.Int(number.integer())
                            : new GoValue.Duration(number.integer(), false);
                }
                throw place.failure("expected integer; found " + node);
            }
            case SAMPLE, SAMPLES, TIME ->
                    throw place.failure("can't handle " + node + " for arg of type " + type);
        };
    }

    private GoValue validated(GoValue value, Parameter type) {
        if (value == Nothing.NOTHING) {
            if (!type.canBeNil()) {
                throw place.failure("invalid value; expected " + type);
            }
            return type.nil();
        }
        if (type == Parameter.VALUE) {
            return value;
        }
        GoValue concrete = value.concrete();
        if (concrete == Nothing.NOTHING && type != Parameter.ANY || !type.accepts(concrete)) {
            String got = concrete == Nothing.NOTHING ? value.typeName() : concrete.typeName();
            throw place.failure("wrong type for value; expected " + type + "; got " + got);
        }
        return concrete;
    }
}
