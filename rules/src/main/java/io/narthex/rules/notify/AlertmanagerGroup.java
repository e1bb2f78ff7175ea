package io.narthex.rules.notify;

import io.narthex.model.relabel.RelabelRule;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Alertmanagers that are sent alerts in the same way.
///
/// @param urls where each takes alerts, such as `http://10.0.0.1:9093/api/v2/alerts`
/// @param dropped those that relabelling took out
/// @param timeout longest request
/// @param transport how requests get there
/// @param relabelRules applied to alerts that go there
///
/// Thread safety: immutable.
public record AlertmanagerGroup(
        List<URI> urls,
        List<URI> dropped,
        Duration timeout,
        AlertTransport transport,
        List<RelabelRule> relabelRules) {
    /// Copies the lists.
    public AlertmanagerGroup {
        urls = List.copyOf(urls);
        dropped = List.copyOf(dropped);
        relabelRules = List.copyOf(relabelRules);
    }

    /// Whether another group is sent the same in the same way, wherever its Alertmanagers are.
    boolean isAlike(AlertmanagerGroup other) {
        return timeout.equals(other.timeout)
                && transport.equals(other.transport)
                && relabelRules.equals(other.relabelRules);
    }
}
