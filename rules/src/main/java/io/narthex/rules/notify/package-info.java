/// Tells Alertmanagers of alerts: their API version 2, as Prometheus speaks it.
///
/// [AlertmanagerNotifier] takes alerts from rules, gives them external labels, relabels them, and
/// queues them for each Alertmanager ([SendLoop]), whose own thread sends them. Nothing is sent
/// twice: an alert that still fires is handed in again after a while, and that makes up for what
/// was lost.
@NullMarked
package io.narthex.rules.notify;

import org.jspecify.annotations.NullMarked;
