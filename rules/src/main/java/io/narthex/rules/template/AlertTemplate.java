package io.narthex.rules.template;

/// A label or annotation of an alert, which may be a template. The variables `$labels`,
/// `$externalLabels`, `$externalURL` and `$value` are there without being declared.
///
/// Thread safety: immutable.
public final class AlertTemplate {
    /// Stands in front of every text, as in Prometheus, so that columns in messages agree.
    private static final String VARIABLES =
            "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
                    + "{{$externalURL := .ExternalURL}}{{$value := .Value}}";

    private final String name;
    private final Template template;

    private AlertTemplate(String name, Template template) {
        this.name = name;
        this.template = template;
    }

    /// Parses a text.
    ///
    /// @param alert the alert's name
    /// @throws TemplateException if it is not valid
    public static AlertTemplate parse(String alert, String text) {
        String name = "__alert_" + alert;
        return new AlertTemplate(name, Template.parse(name, VARIABLES + text));
    }

    /// The text for one element of the alert's result. What fails is part of the text, because an
    /// alert with a broken description is worth more than none.
    public String expand(TemplateData data, TemplateContext context) {
        try {
            return template.expand(data.dot(), context);
        } catch (TemplateFailure e) {
            return "<error expanding template: error executing template "
                    + name
                    + ": "
                    + e.text()
                    + ">";
        }
    }
}
