package io.narthex.rules.template;

import java.util.Map;

/// A parsed template with everything that is defined in it.
///
/// Thread safety: immutable.
final class Template {
    private final String name;
    private final String text;
    private final Map<String, Node.Body> bodies;

    private Template(String name, String text, Map<String, Node.Body> bodies) {
        this.name = name;
        this.text = text;
        this.bodies = bodies;
    }

    /// @param name what messages call it
    /// @throws TemplateException if it is not valid
    static Template parse(String name, String text) {
        try {
            return new Template(name, text, Parser.parse(name, text, Functions.names()));
        } catch (TemplateFailure e) {
            throw new TemplateException(e.text());
        }
    }

    /// @param dot what `.` is
    /// @throws TemplateFailure if it fails, with the place
    String expand(GoValue dot, TemplateContext context) {
        Node.Body root = bodies.get(name);
        if (root == null) {
            throw new IllegalStateException("BUG: a template without a body: " + name);
        }
        Environment environment = new Environment(context, new Budget());
        return Evaluator.run(bodies, new Place(name, text, root), environment, dot);
    }
}
