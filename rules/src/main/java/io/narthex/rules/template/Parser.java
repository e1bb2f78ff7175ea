package io.narthex.rules.template;

import io.narthex.rules.template.Token.Type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the actions of a template: text, control structures and definitions. What stands within
/// an action is read by {@link PipelineParser}.
///
/// Thread safety: for one thread.
final class Parser {
    private final Tokens tokens;
    private final PipelineParser pipelines;
    private final Map<String, Node.Body> definitions;
    private int loops;

    private Parser(Tokens tokens, PipelineParser pipelines, Map<String, Node.Body> definitions) {
        this.tokens = tokens;
        this.pipelines = pipelines;
        this.definitions = definitions;
    }

    /// @return the bodies of all templates of a text by their names, that of the text itself
    ///     included
    /// @throws TemplateFailure if it is not valid
    static Map<String, Node.Body> parse(String name, String text, Set<String> functions) {
        Tokens tokens = new Tokens(name, text);
        Nesting nesting = new Nesting();
        Map<String, Node.Body> definitions = new HashMap<>();
        Parser parser =
                new Parser(tokens, new PipelineParser(tokens, functions, nesting), definitions);
        parser.define(name, parser.all());
        return definitions;
    }

    /// To the end of the text; definitions may stand here only.
    private Node.Body all() {
        int at = tokens.peek().at();
        List<Node.Action> actions = new ArrayList<>();
        while (!tokens.peek().is(Type.END_OF_TEXT)) {
            int place = tokens.place();
            if (tokens.next().is(Type.LEFT_DELIMITER) && tokens.nextNonSpace().is(Type.DEFINE)) {
                definition();
                continue;
            }
            tokens.backTo(place);
            switch (item()) {
                case End end -> throw tokens.failure("unexpected " + end);
                case Content content -> actions.add(content.action());
            }
        }
        return new Node.Body(at, List.copyOf(actions));
    }

    private void definition() {
        String context = "define clause";
        Token token = tokens.nextNonSpace();
        if (!token.is(Type.STRING) && !token.is(Type.RAW_STRING)) {
            throw tokens.unexpected(token, context);
        }
        String name = pipelines.unquote(token);
        tokens.expect(Type.RIGHT_DELIMITER, context);
        define(name, template(context));
    }

    /// The body of another template, which knows none of the variables here.
    private Node.Body template(String context) {
        Parser inner = new Parser(tokens, pipelines.forOtherTemplate(), definitions);
        Ended ended = inner.body();
        if (ended.end().isElse()) {
            throw tokens.failure("unexpected " + ended.end() + " in " + context);
        }
        return ended.body();
    }

    private void define(String name, Node.Body body) {
        Node.Body old = definitions.get(name);
        if (old == null || old.isEmpty()) {
            definitions.put(name, body);
        } else if (!body.isEmpty()) {
            throw tokens.failure(
                    "template: multiple definition of template " + GoStrings.quote(name));
        }
    }

    /// To an `end` or `else`.
    private Ended body() {
        int at = tokens.peekNonSpace().at();
        List<Node.Action> actions = new ArrayList<>();
        while (!tokens.peekNonSpace().is(Type.END_OF_TEXT)) {
            switch (item()) {
                case End end -> {
                    return new Ended(new Node.Body(at, List.copyOf(actions)), end);
                }
                case Content content -> actions.add(content.action());
            }
        }
        throw tokens.failure("unexpected EOF");
    }

    private Item item() {
        Token token = tokens.nextNonSpace();
        return switch (token.type()) {
            case TEXT -> new Content(new Node.Text(token.at(), token.text()));
            case LEFT_DELIMITER -> {
                tokens.enterAction(token.line());
                Item item = action();
                tokens.leaveAction();
                yield item;
            }
            default -> throw tokens.unexpected(token, "input");
        };
    }

    private Item action() {
        int place = tokens.place();
        Token token = tokens.nextNonSpace();
        return switch (token.type()) {
            case BLOCK -> new Content(block());
            case BREAK -> new Content(new Node.Break(inLoop(token, "{{break}}")));
            case CONTINUE -> new Content(new Node.Continue(inLoop(token, "{{continue}}")));
            case ELSE -> otherwise();
            case END -> new End(tokens.expect(Type.RIGHT_DELIMITER, "end").at(), false);
            case IF -> new Content(branch(Node.BranchKind.IF, "if"));
            case RANGE -> new Content(branch(Node.BranchKind.RANGE, "range"));
            case TEMPLATE -> new Content(invoke());
            case WITH -> new Content(branch(Node.BranchKind.WITH, "with"));
            default -> {
                tokens.backTo(place);
                int at = tokens.peekNonSpace().at();
                yield new Content(
                        new Node.Print(at, pipelines.pipeline("command", Type.RIGHT_DELIMITER)));
            }
        };
    }

    private int inLoop(Token keyword, String action) {
        Token token = tokens.nextNonSpace();
        if (!token.is(Type.RIGHT_DELIMITER)) {
            throw tokens.unexpected(token, action);
        }
        if (loops == 0) {
            throw tokens.failure(action + " outside {{range}}");
        }
        return keyword.at();
    }

    /// `{{else if …}}` and `{{else with …}}` leave their second word to be read.
    private End otherwise() {
        Token token = tokens.peekNonSpace();
        if (!token.is(Type.IF) && !token.is(Type.WITH)) {
            token = tokens.expect(Type.RIGHT_DELIMITER, "else");
        }
        return new End(token.at(), true);
    }

    private Node.Action branch(Node.BranchKind kind, String name) {
        pipelines.nesting().enter(tokens);
        int variables = pipelines.variables();
        Node.Pipeline pipeline = pipelines.pipeline(name, Type.RIGHT_DELIMITER);
        loops += kind == Node.BranchKind.RANGE ? 1 : 0;
        Ended ended = body();
        loops -= kind == Node.BranchKind.RANGE ? 1 : 0;
        Node.Body otherwise = ended.end().isElse() ? otherwise(kind, ended.end()) : null;
        pipelines.forgetFrom(variables);
        pipelines.nesting().leave();
        return new Node.Branch(pipeline.at(), kind, pipeline, ended.body(), otherwise);
    }

    /// A branch directly behind `else` shares the `end`.
    private Node.Body otherwise(Node.BranchKind kind, End end) {
        Type next = tokens.peek().type();
        boolean shared =
                switch (kind) {
                    case IF -> next == Type.IF;
                    case WITH -> next == Type.WITH;
                    case RANGE -> false;
                };
        if (shared) {
            tokens.next();
            String name = kind == Node.BranchKind.IF ? "if" : "with";
            return new Node.Body(end.at(), List.of(branch(kind, name)));
        }
        Ended ended = body();
        if (ended.end().isElse()) {
            throw tokens.failure("expected end; found " + ended.end());
        }
        return ended.body();
    }

    private Node.Action block() {
        pipelines.nesting().enter(tokens);
        String context = "block clause";
        Token token = tokens.nextNonSpace();
        String name = templateName(token, context);
        Node.Pipeline pipeline = pipelines.pipeline(context, Type.RIGHT_DELIMITER);
        define(name, template(context));
        pipelines.nesting().leave();
        return new Node.Invoke(token.at(), name, pipeline);
    }

    private Node.Action invoke() {
        String context = "template clause";
        Token token = tokens.nextNonSpace();
        String name = templateName(token, context);
        int place = tokens.place();
        Node.Pipeline pipeline = null;
        if (!tokens.nextNonSpace().is(Type.RIGHT_DELIMITER)) {
            tokens.backTo(place);
            pipeline = pipelines.pipeline(context, Type.RIGHT_DELIMITER);
        }
        return new Node.Invoke(token.at(), name, pipeline);
    }

    private String templateName(Token token, String context) {
        if (!token.is(Type.STRING) && !token.is(Type.RAW_STRING)) {
            throw tokens.unexpected(token, context);
        }
        return pipelines.unquote(token);
    }

    /// What comes next between actions.
    private sealed interface Item {}

    private record Content(Node.Action action) implements Item {}

    private record End(int at, boolean isElse) implements Item {
        @Override
        public String toString() {
            return isElse ? "{{else}}" : "{{end}}";
        }
    }

    private record Ended(Node.Body body, End end) {}
}
