/// Tells people of alerts without another server: a webhook, a Slack-compatible hook, an e-mail.
///
/// [Deliveries] takes alerts from rules and sorts them into groups, one for each receiver and each
/// set of values of the labels to group by. A [Group] waits for others to join, then tells what
/// changed at intervals, and repeats what goes on. What is to be told goes to an [Outbox], a queue
/// on disk, whose own thread tries until it is delivered. So neither a receiver that hangs nor a
/// restart loses a notification, and no rule ever waits.
///
/// The notions (grouping, intervals, silences, `send_resolved`) are Alertmanager's, of which this
/// is the part that one server needs. There is no routing tree, no inhibition, no cluster:
/// Alertmanager remains the choice for those.
@NullMarked
package io.narthex.rules.deliver;

import org.jspecify.annotations.NullMarked;
