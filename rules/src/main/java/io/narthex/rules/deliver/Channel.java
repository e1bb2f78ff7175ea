package io.narthex.rules.deliver;

import java.net.URI;
import java.util.List;

/// A way to people.
///
/// Thread safety: immutable.
public sealed interface Channel {
    /// A word for the kind, as the configuration has it.
    default String word() {
        return switch (this) {
            case Webhook _ -> "webhook";
            case Slack _ -> "slack";
            case Email _ -> "email";
        };
    }

    /// A POST of Alertmanager's webhook JSON, version 4.
    record Webhook(URI url) implements Channel {}

    /// A POST to an incoming webhook of Slack, Mattermost, or others that speak the same.
    ///
    /// @param channel to post to; empty for the hook's own
    record Slack(URI url, String channel) implements Channel {}

    /// An e-mail over SMTP.
    ///
    /// @param user for authentication; empty for none
    /// @param startTls whether the connection must be encrypted before anything is said
    record Email(
            String host,
            int port,
            boolean startTls,
            String user,
            String password,
            String from,
            List<String> to)
            implements Channel {
        /// Copies the list.
        public Email {
            to = List.copyOf(to);
        }

        /// Without the password.
        @Override
        public String toString() {
            return "Email[" + host + ":" + port + " from " + from + " to " + to + "]";
        }
    }
}
