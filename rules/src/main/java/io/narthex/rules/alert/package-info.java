/// The states of alerts: what becomes of the elements that a rule's expression gives, evaluation by
/// evaluation.
///
/// Entry point: [io.narthex.rules.alert.AlertLifecycle]. Nothing here asks a query, writes a sample
/// or sends anything, and time is what the caller says it is, so that stored data can be run
/// through it as well as live ones.
@NullMarked
package io.narthex.rules.alert;

import org.jspecify.annotations.NullMarked;
