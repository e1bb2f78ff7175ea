package io.narthex.http.api;

import io.narthex.http.RulesView;
import io.narthex.http.RulesView.Group;
import io.narthex.model.LabelMatcher;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which rules a request asks for.
///
/// @param ruleNames empty for every name, as are the other sets
/// @param matchers a rule's labels satisfy all of at least one list
/// @param alerts whether a rule's alerts are shown
record RuleFilter(
        Set<String> ruleNames,
        Set<String> groupNames,
        Set<String> files,
        List<List<LabelMatcher>> matchers,
        Kind kind,
        boolean alerts) {
    /// Kinds of rules.
    enum Kind {
        BOTH,
        ALERTING,
        RECORDING
    }

    static RuleFilter of(ApiRequest request) throws ApiException {
        List<List<LabelMatcher>> matchers = request.matchers();
        Kind kind = kind(request.urlParams().get("type").toLowerCase(Locale.ROOT));
        return new RuleFilter(
                set(request, "rule_name[]"),
                set(request, "rule_group[]"),
                set(request, "file[]"),
                matchers,
                kind,
                !excludesAlerts(request.urlParams().get("exclude_alerts")));
    }

    private static Set<String> set(ApiRequest request, String name) {
        return new HashSet<>(request.params().all(name));
    }

    private static Kind kind(String type) throws ApiException {
        return switch (type) {
            case "" -> Kind.BOTH;
            case "alert" -> Kind.ALERTING;
            case "record" -> Kind.RECORDING;
            default ->
                    throw ApiException.invalidParameter(
                            "type", "not supported value " + ApiException.quote(type));
        };
    }

    private static boolean excludesAlerts(String value) throws ApiException {
        String lower = value.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "", "0", "f", "false" -> false;
            case "1", "t", "true" -> true;
            default ->
                    throw ApiException.invalidParameter(
                            "exclude_alerts",
                            "error converting exclude_alerts: strconv.ParseBool: parsing "
                                    + ApiException.quote(lower)
                                    + ": invalid syntax");
        };
    }

    /// The group with the rules that are asked for; null where there are none.
    @Nullable Group apply(Group group) {
        if (!allows(groupNames, group.name()) || !allows(files, group.file())) {
            return null;
        }
        List<RulesView.Rule> kept = group.rules().stream().filter(this::allows).toList();
        return kept.isEmpty()
                ? null
                : new Group(
                        group.name(),
                        group.file(),
                        group.interval(),
                        group.limit(),
                        group.took(),
                        group.evaluatedAt(),
                        kept);
    }

    private boolean allows(RulesView.Rule rule) {
        boolean rightKind =
                switch (rule) {
                    case RulesView.Alerting _ -> kind != Kind.RECORDING;
                    case RulesView.Recording _ -> kind != Kind.ALERTING;
                };
        return rightKind
                && allows(ruleNames, rule.name())
                && (matchers.isEmpty()
                        || matchers.stream().anyMatch(set -> satisfies(rule.labels(), set)));
    }

    private static boolean satisfies(Map<String, String> labels, List<LabelMatcher> matchers) {
        return matchers.stream().allMatch(m -> m.matches(labels.getOrDefault(m.name(), "")));
    }

    private static boolean allows(Set<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
