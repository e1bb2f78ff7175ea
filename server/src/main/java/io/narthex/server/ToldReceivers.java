package io.narthex.server;

import io.narthex.http.DeliveriesView;
import io.narthex.rules.deliver.DeliveryStats;

import java.util.List;
import java.util.function.Supplier;

/// Who is told of alerts, as the API shows it.
///
/// Thread safety: safe for concurrent calls.
record ToldReceivers(Supplier<List<DeliveryStats>> stats) implements DeliveriesView {
    @Override
    public List<Receiver> receivers() {
        return stats.get().stream().map(ToldReceivers::receiver).toList();
    }

    private static Receiver receiver(DeliveryStats s) {
        DeliveryStats.Problem problem = s.problem();
        return new Receiver(
                s.receiver(),
                s.channel(),
                s.waiting(),
                s.capacity(),
                s.counts().delivered(),
                s.counts().failed(),
                s.counts().dropped(),
                s.deliveredAt(),
                problem == null ? null : problem.text(),
                problem == null ? null : problem.time(),
                s.nextTry());
    }
}
