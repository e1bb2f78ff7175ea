package io.narthex.rules.notify;

import io.narthex.model.Labels;
import io.narthex.rules.AlertNotice;

import java.util.Map;

/// An alert as an Alertmanager gets it.
///
/// @param startsAt epoch milliseconds
/// @param endsAt epoch milliseconds
///
/// Thread safety: immutable.
record AlertMessage(
        Labels labels,
        Map<String, String> annotations,
        long startsAt,
        long endsAt,
        String generatorUrl) {
    static AlertMessage of(AlertNotice notice) {
        return new AlertMessage(
                notice.alert().labels(),
                notice.alert().annotations(),
                notice.startsAt(),
                notice.endsAt(),
                notice.generatorUrl());
    }

    AlertMessage withLabels(Labels other) {
        return new AlertMessage(other, annotations, startsAt, endsAt, generatorUrl);
    }
}
