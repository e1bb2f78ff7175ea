package io.narthex.http.net;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Requests that came over no connection.
public final class Exchanges {
    private Exchanges() {}

    /// A request whose answer nobody sees.
    public static Exchange of(String method, String target, String form) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("Content-Type", "application/x-www-form-urlencoded");
        Request request =
                new Request(method, target, headers, form.getBytes(StandardCharsets.UTF_8));
        EmbeddedChannel channel = new EmbeddedChannel();
        TransportOptions options =
                new TransportOptions(1, Duration.ofMinutes(1), Duration.ofMinutes(1), 1, 1);
        Connection connection = new Connection(channel, options, new TransportCounters(), _ -> {});
        return new Exchange(channel, connection, request, true, true, Duration.ofMinutes(1));
    }
}
