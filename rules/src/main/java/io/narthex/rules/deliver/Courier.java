package io.narthex.rules.deliver;

import java.net.URI;

/// Carries a message to its receiver.
interface Courier extends AutoCloseable {
    /// How it went.
    sealed interface Outcome {
        /// It arrived.
        record Delivered() implements Outcome {}

        /// It may go better later.
        record TryAgain(String reason) implements Outcome {}

        /// It was refused, and always will be.
        record Refused(String reason) implements Outcome {}
    }

    /// Tries once, for some seconds at most.
    Outcome deliver(byte[] message) throws InterruptedException;

    @Override
    void close();

    /// The one for a channel.
    static Courier of(Channel channel, String userAgent) {
        return switch (channel) {
            case Channel.Webhook webhook -> http(webhook.url(), userAgent);
            case Channel.Slack slack -> http(slack.url(), userAgent);
            case Channel.Email email -> new MailCourier(email);
        };
    }

    private static Courier http(URI url, String userAgent) {
        return new HttpCourier(url, userAgent, HttpCourier.TIMEOUT);
    }
}
