package io.narthex.rules.deliver;

import io.narthex.model.Labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is told at once: alerts of one group to one receiver.
///
/// @param receiver its name
/// @param groupLabels what the group is about
/// @param alerts at least one
/// @param time epoch milliseconds
/// @param externalUrl of this server
///
/// Thread safety: immutable.
record Message(
        String receiver, Labels groupLabels, List<Told> alerts, long time, String externalUrl) {
    boolean fires() {
        return alerts.stream().anyMatch(alert -> alert.fires(time));
    }

    String status() {
        return fires() ? "firing" : "resolved";
    }

    /// Such as `[FIRING:2] HighErrorRate (shop)`.
    String title() {
        long firing = alerts.stream().filter(alert -> alert.fires(time)).count();
        String head = fires() ? "[FIRING:" + firing + "]" : "[RESOLVED]";
        String name = commonLabels().getOrEmpty("alertname");
        List<String> others = new ArrayList<>();
        for (int i = 0; i < groupLabels.size(); i++) {
            if (!groupLabels.name(i).equals("alertname")) {
                others.add(groupLabels.value(i));
            }
        }
        String about = others.isEmpty() ? "" : " (" + String.join(" ", others) + ")";
        return head + (name.isEmpty() ? "" : " " + name) + about;
    }

    /// What all alerts have in common.
    Labels commonLabels() {
        Labels first = alerts.getFirst().labels();
        Labels.Builder common = new Labels.Builder();
        for (int i = 0; i < first.size(); i++) {
            String name = first.name(i);
            String value = first.value(i);
            if (alerts.stream().allMatch(alert -> value.equals(alert.labels().get(name)))) {
                common.set(name, value);
            }
        }
        return common.build();
    }

    /// What all alerts have in common.
    Map<String, String> commonAnnotations() {
        Map<String, String> common = new TreeMap<>(alerts.getFirst().annotations());
        alerts.forEach(alert -> common.entrySet().retainAll(alert.annotations().entrySet()));
        return common;
    }
}
