package io.narthex.rules.notify;

/// What all loops of a notifier have in common.
///
/// @param userAgent of requests
/// @param timings hears how long they take
///
/// Thread safety: its parts are safe for concurrent calls.
record NotifierPlan(String userAgent, NotifierOptions options, SendTimings timings) {}
