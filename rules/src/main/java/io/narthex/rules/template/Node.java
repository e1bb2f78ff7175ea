package io.narthex.rules.template;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/// A parsed template: actions and texts in order, and the pipelines within actions. `toString` is
/// the text that messages quote, as Go writes it.
sealed interface Node {
    /// Where it stands in the text, in characters.
    int at();

    /// What stands between two delimiters, or begins with one and ends at its `end`.
    sealed interface Action extends Node {}

    /// What may stand in a command.
    sealed interface Operand extends Node {}

    /// What runs as a whole: a template, or the inside of an `if`, `range` or `with`.
    record Body(int at, List<Action> actions) implements Node {
        @Override
        public String toString() {
            return actions.stream().map(Action::toString).collect(Collectors.joining());
        }

        /// Whether there is nothing in it but space.
        boolean isEmpty() {
            return actions.stream().allMatch(a -> a instanceof Text t && t.text().isBlank());
        }
    }

    /// Text that is printed as it is.
    record Text(int at, String text) implements Action {
        @Override
        public String toString() {
            return text;
        }
    }

    /// A pipeline whose value is printed, unless it only sets variables.
    record Print(int at, Pipeline pipeline) implements Action {
        @Override
        public String toString() {
            return "{{" + pipeline + "}}";
        }
    }

    /// Which of the three branches it is.
    enum BranchKind {
        IF,
        RANGE,
        WITH
    }

    /// `if`, `range` or `with`.
    record Branch(int at, BranchKind kind, Pipeline pipeline, Body body, @Nullable Body otherwise)
            implements Action {
        @Override
        public String toString() {
            String name =
                    switch (kind) {
                        case IF -> "if";
                        case RANGE -> "range";
                        case WITH -> "with";
                    };
            String rest = otherwise == null ? "" : "{{else}}" + otherwise;
            return "{{" + name + " " + pipeline + "}}" + body + rest + "{{end}}";
        }
    }

    /// Leaves a loop.
    record Break(int at) implements Action {
        @Override
        public String toString() {
            return "{{break}}";
        }
    }

    /// Goes on with a loop's next element.
    record Continue(int at) implements Action {
        @Override
        public String toString() {
            return "{{continue}}";
        }
    }

    /// Runs another template.
    record Invoke(int at, String name, @Nullable Pipeline pipeline) implements Action {
        @Override
        public String toString() {
            String argument = pipeline == null ? "" : " " + pipeline;
            return "{{template " + GoStrings.quote(name) + argument + "}}";
        }
    }

    /// Commands, each of which gets the value of the one before as its last argument.
    ///
    /// @param assign whether the variables exist already
    record Pipeline(int at, boolean assign, List<Variable> variables, List<Command> commands)
            implements Operand {
        @Override
        public String toString() {
            String text =
                    commands.stream().map(Command::toString).collect(Collectors.joining(" | "));
            if (variables.isEmpty()) {
                return text;
            }
            return variables.stream().map(Variable::toString).collect(Collectors.joining(", "))
                    + (assign ? " = " : " := ")
                    + text;
        }
    }

    /// A value or function, and its arguments.
    record Command(int at, List<Operand> operands) implements Node {
        @Override
        public String toString() {
            return operands.stream().map(Node::inParentheses).collect(Collectors.joining(" "));
        }
    }

    /// `.a.b`.
    record Field(int at, List<String> names) implements Operand {
        @Override
        public String toString() {
            return "." + String.join(".", names);
        }
    }

    /// `$x.a.b`; the first name is the variable's, with its dollar.
    record Variable(int at, List<String> names) implements Operand {
        @Override
        public String toString() {
            return String.join(".", names);
        }
    }

    /// Fields of something else, such as `(first .Results).Labels`.
    record Chain(int at, Operand of, List<String> names) implements Operand {
        @Override
        public String toString() {
            return inParentheses(of) + "." + String.join(".", names);
        }
    }

    /// A function's name.
    record Identifier(int at, String name) implements Operand {
        @Override
        public String toString() {
            return name;
        }
    }

    /// `.`.
    record Dot(int at) implements Operand {
        @Override
        public String toString() {
            return ".";
        }
    }

    /// `nil`.
    record Nil(int at) implements Operand {
        @Override
        public String toString() {
            return "nil";
        }
    }

    /// `true` or `false`.
    record Bool(int at, boolean value) implements Operand {
        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /// A number; like Go's constants, it has no type yet.
    ///
    /// @param integer its value where it is whole and fits
    record Number(int at, String text, @Nullable Long integer, double value) implements Operand {
        @Override
        public String toString() {
            return text;
        }

        /// Whether it is a float where nothing else decides.
        boolean looksLikeFloat() {
            boolean hex =
                    text.length() > 2
                            && text.charAt(0) == '0'
                            && "xX".indexOf(text.charAt(1)) >= 0
                            && text.chars().noneMatch(c -> "pP".indexOf(c) >= 0);
            return !hex
                    && !text.startsWith("'")
                    && text.chars().anyMatch(c -> ".eEpP".indexOf(c) >= 0);
        }
    }

    /// A string.
    ///
    /// @param quoted as it is written
    record Literal(int at, String quoted, String value) implements Operand {
        @Override
        public String toString() {
            return quoted;
        }
    }

    private static String inParentheses(Node node) {
        return node instanceof Pipeline ? "(" + node + ")" : node.toString();
    }
}
