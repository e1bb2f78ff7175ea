package io.narthex.http.api;

import io.narthex.http.RulesView;
import io.narthex.http.RulesView.Group;

import java.util.ArrayList;
import java.util.List;

/// `rules` and `alerts`.
///
/// Thread safety: safe for concurrent calls.
final class RuleEndpoints {
    private final RulesView view;

    RuleEndpoints(RulesView view) {
        this.view = view;
    }

    ApiResponse rules(ApiRequest request) throws ApiException {
        RuleFilter filter = RuleFilter.of(request);
        GroupPage page = GroupPage.of(request);
        List<Group> shown = new ArrayList<>();
        String next = "";
        for (Group group : page.begin(view.groups())) {
            Group kept = filter.apply(group);
            if (kept == null) {
                continue;
            }
            if (page.isFull(shown)) {
                next = GroupPage.token(kept);
                break;
            }
            shown.add(kept);
        }
        String token = next;
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("groups").beginArray();
                    for (Group group : shown) {
                        RuleJson.group(out, group, filter.alerts());
                    }
                    out.endArray();
                    if (!token.isEmpty()) {
                        out.name("groupNextToken").value(token);
                    }
                    out.endObject();
                });
    }

    ApiResponse alerts(ApiRequest request) {
        List<RulesView.Alert> alerts = new ArrayList<>();
        for (Group group : view.groups()) {
            for (RulesView.Rule rule : group.rules()) {
                switch (rule) {
                    case RulesView.Alerting alerting -> alerts.addAll(alerting.alerts());
                    case RulesView.Recording _ -> {
                        // Has none.
                    }
                }
            }
        }
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("alerts");
                    RuleJson.alerts(out, alerts);
                    out.endObject();
                });
    }
}
