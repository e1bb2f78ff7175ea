package io.narthex.rules.template;

import java.util.List;

/// A function or method that templates may call.
///
/// @param parameters what it takes; of a variadic one the last may come any number of times
record Function(String name, List<Parameter> parameters, boolean variadic, Body body) {
    /// What a function does.
    @FunctionalInterface
    interface Body {
        /// @param arguments as the parameters ask for
        /// @throws TemplateFailure if it can't be done, with the reason
        GoValue call(Environment environment, List<GoValue> arguments);
    }

    /// What can be passed.
    enum Parameter {
        STRING("string"),
        INT("int"),
        ANY("interface {}"),

        /// As `ANY`, but the function itself looks behind interfaces.
        VALUE("reflect.Value"),
        SAMPLE("*template.sample"),
        SAMPLES("template.queryResult"),
        TIME("time.Time"),
        DURATION("time.Duration");

        private final String typeName;

        Parameter(String typeName) {
            this.typeName = typeName;
        }

        boolean canBeNil() {
            return switch (this) {
                case ANY, VALUE, SAMPLE, SAMPLES -> true;
                case STRING, INT, TIME, DURATION -> false;
            };
        }

        /// What a nil becomes, where it may be one.
        GoValue nil() {
            return switch (this) {
                case SAMPLE -> GoValue.NilSample.NIL_SAMPLE;
                case SAMPLES -> new GoValue.Samples(List.of());
                case ANY, VALUE, STRING, INT, TIME, DURATION -> GoValue.Nothing.NOTHING;
            };
        }

        boolean accepts(GoValue value) {
            return switch (this) {
                case ANY, VALUE -> true;
                case STRING -> value instanceof GoValue.Str s && !s.html();
                case INT -> value instanceof GoValue.Int i && i.type() == GoValue.IntegerType.INT;
                case SAMPLE ->
                        value instanceof GoValue.Sample || value instanceof GoValue.NilSample;
                case SAMPLES -> value instanceof GoValue.Samples;
                case TIME -> value instanceof GoValue.Time;
                case DURATION -> value instanceof GoValue.Duration;
            };
        }

        @Override
        public String toString() {
            return typeName;
        }
    }

    static Function of(String name, Body body, Parameter... parameters) {
        return new Function(name, List.of(parameters), false, body);
    }

    static Function variadic(String name, Body body, Parameter... parameters) {
        return new Function(name, List.of(parameters), true, body);
    }

    /// What the argument at a place must be.
    Parameter parameter(int place) {
        return parameters.get(Math.min(place, parameters.size() - 1));
    }

    /// How many arguments it takes at least.
    int required() {
        return variadic ? parameters.size() - 1 : parameters.size();
    }
}
