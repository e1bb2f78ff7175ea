package io.narthex.rules.deliver;

/// What became of the messages for one receiver.
///
/// @param waiting messages not delivered yet
/// @param delivered messages that arrived
/// @param failed tries that went wrong
/// @param dropped messages that were refused for good, or were too many
///
/// Thread safety: immutable.
public record DeliveryStats(
        String receiver, int waiting, long delivered, long failed, long dropped) {}
