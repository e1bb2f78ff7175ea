package io.narthex.rules.template;

import io.narthex.rules.template.Token.Type;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads what stands within an action: pipelines, commands, operands. It knows which variables
/// there are at each place, and which functions at all.
///
/// Thread safety: for one thread.
final class PipelineParser {
    private final Tokens tokens;
    private final Set<String> functions;
    private final Nesting nesting;
    private final List<String> variables = new ArrayList<>(List.of("$"));

    PipelineParser(Tokens tokens, Set<String> functions, Nesting nesting) {
        this.tokens = tokens;
        this.functions = functions;
        this.nesting = nesting;
    }

    PipelineParser forOtherTemplate() {
        return new PipelineParser(tokens, functions, nesting);
    }

    Nesting nesting() {
        return nesting;
    }

    /// How many variables there are.
    int variables() {
        return variables.size();
    }

    void forgetFrom(int count) {
        variables.subList(count, variables.size()).clear();
    }

    /// @param end the token that ends it, which is read
    Node.Pipeline pipeline(String context, Type end) {
        int at = tokens.peekNonSpace().at();
        Declaration declaration = declaration(context);
        List<Node.Command> commands = new ArrayList<>();
        while (true) {
            int place = tokens.place();
            Token token = tokens.nextNonSpace();
            if (token.is(end)) {
                check(commands, context);
                return new Node.Pipeline(
                        at, declaration.assign(), declaration.variables(), List.copyOf(commands));
            }
            if (!beginsOperand(token.type())) {
                throw tokens.unexpected(token, context);
            }
            tokens.backTo(place);
            commands.add(command());
        }
    }

    private static boolean beginsOperand(Type type) {
        return switch (type) {
            case BOOL,
                    CHARACTER_CONSTANT,
                    DOT,
                    FIELD,
                    IDENTIFIER,
                    NUMBER,
                    NIL,
                    RAW_STRING,
                    STRING,
                    VARIABLE,
                    LEFT_PARENTHESIS ->
                    true;
            default -> false;
        };
    }

    private Declaration declaration(String context) {
        List<Node.Variable> declared = new ArrayList<>();
        while (tokens.peekNonSpace().is(Type.VARIABLE)) {
            int place = tokens.place();
            Token variable = tokens.nextNonSpace();
            Token next = tokens.nextNonSpace();
            boolean comma = next.is(Type.CHARACTER) && next.text().equals(",");
            if (!comma && !next.is(Type.ASSIGN) && !next.is(Type.DECLARE)) {
                tokens.backTo(place);
                return new Declaration(false, List.copyOf(declared));
            }
            declared.add(new Node.Variable(variable.at(), List.of(variable.text())));
            variables.add(variable.text());
            if (!comma) {
                return new Declaration(next.is(Type.ASSIGN), List.copyOf(declared));
            }
            if (!context.equals("range") || declared.size() > 1) {
                throw tokens.failure("too many declarations in " + context);
            }
            switch (tokens.peekNonSpace().type()) {
                case VARIABLE, RIGHT_DELIMITER, RIGHT_PARENTHESIS -> {}
                default -> throw tokens.failure("range can only initialize variables");
            }
        }
        return new Declaration(false, List.copyOf(declared));
    }

    private record Declaration(boolean assign, List<Node.Variable> variables) {}

    private void check(List<Node.Command> commands, String context) {
        if (commands.isEmpty()) {
            throw tokens.failure("missing value for " + context);
        }
        for (int i = 1; i < commands.size(); i++) {
            switch (commands.get(i).operands().getFirst()) {
                case Node.Bool _, Node.Dot _, Node.Nil _, Node.Number _, Node.Literal _ ->
                        throw tokens.failure("non executable command in pipeline stage " + (i + 1));
                case Node.Chain _,
                        Node.Field _,
                        Node.Identifier _,
                        Node.Pipeline _,
                        Node.Variable _ -> {}
            }
        }
    }

    private Node.Command command() {
        int at = tokens.peekNonSpace().at();
        List<Node.Operand> operands = new ArrayList<>();
        while (true) {
            tokens.peekNonSpace();
            Node.Operand operand = operand();
            if (operand != null) {
                operands.add(operand);
            }
            int place = tokens.place();
            Token token = tokens.next();
            switch (token.type()) {
                case SPACE -> {
                    continue;
                }
                case RIGHT_DELIMITER, RIGHT_PARENTHESIS -> tokens.backTo(place);
                case PIPE -> {}
                default -> throw tokens.unexpected(token, "operand");
            }
            if (operands.isEmpty()) {
                throw tokens.failure("empty command");
            }
            return new Node.Command(at, List.copyOf(operands));
        }
    }

    private Node.@Nullable Operand operand() {
        Node.Operand term = term();
        if (term == null || !tokens.peek().is(Type.FIELD)) {
            return term;
        }
        int at = tokens.peek().at();
        List<String> names = new ArrayList<>();
        while (tokens.peek().is(Type.FIELD)) {
            names.add(tokens.next().text().substring(1));
        }
        return switch (term) {
            case Node.Field field -> new Node.Field(at, joined(field.names(), names));
            case Node.Variable variable -> new Node.Variable(at, joined(variable.names(), names));
            case Node.Bool _, Node.Literal _, Node.Number _, Node.Nil _, Node.Dot _ ->
                    throw tokens.failure(
                            "unexpected . after term " + GoStrings.quote(term.toString()));
            case Node.Chain _, Node.Identifier _, Node.Pipeline _ ->
                    new Node.Chain(at, term, List.copyOf(names));
        };
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /// @return null, with nothing read but spaces, where no operand follows
    private Node.@Nullable Operand term() {
        tokens.peekNonSpace();
        Token token = tokens.nextNonSpace();
        int at = token.at();
        return switch (token.type()) {
            case IDENTIFIER -> {
                if (!functions.contains(token.text())) {
                    throw tokens.failure(
                            "function " + GoStrings.quote(token.text()) + " not defined");
                }
                yield new Node.Identifier(at, token.text());
            }
            case DOT -> new Node.Dot(at);
            case NIL -> new Node.Nil(at);
            case VARIABLE -> variable(token);
            case FIELD -> new Node.Field(at, List.of(token.text().substring(1)));
            case BOOL -> new Node.Bool(at, token.text().equals("true"));
            case CHARACTER_CONSTANT, NUMBER -> number(token);
            case LEFT_PARENTHESIS -> {
                nesting.enter(tokens);
                Node.Pipeline inner = pipeline("parenthesized pipeline", Type.RIGHT_PARENTHESIS);
                nesting.leave();
                yield inner;
            }
            case STRING, RAW_STRING -> new Node.Literal(at, token.text(), unquote(token));
            default -> {
                tokens.backTo(tokens.place() - 1);
                yield null;
            }
        };
    }

    private Node.Variable variable(Token token) {
        if (!variables.contains(token.text())) {
            throw tokens.failure("undefined variable " + GoStrings.quote(token.text()));
        }
        return new Node.Variable(token.at(), List.of(token.text()));
    }

    private Node.Number number(Token token) {
        String text = token.text();
        try {
            if (token.is(Type.CHARACTER_CONSTANT)) {
                long c = GoStrings.unquoteCharacter(text);
                return new Node.Number(token.at(), text, c, (double) c);
            }
            return NumberSyntax.literal(token.at(), text);
        } catch (TemplateFailure e) {
            throw tokens.failure(e.text());
        }
    }

    String unquote(Token token) {
        try {
            return GoStrings.unquote(token.text());
        } catch (TemplateFailure e) {
            throw tokens.failure(e.text());
        }
    }
}
