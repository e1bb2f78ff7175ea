package io.narthex.http.api;

import io.narthex.http.Notifications;
import io.narthex.http.Notifications.Notification;
import io.narthex.http.Notifications.Subscription;
import io.narthex.http.json.JsonWriter;
import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `notifications` and `notifications/live`.
///
/// Thread safety: safe for concurrent calls.
final class NotificationEndpoints {
    private final Notifications notifications;

    NotificationEndpoints(Notifications notifications) {
        this.notifications = notifications;
    }

    ApiResponse all(ApiRequest unused) {
        List<Notification> all = notifications.all();
        return ApiResponse.of(
                out -> {
                    out.beginArray();
                    for (Notification notification : all) {
                        write(notification, out);
                    }
                    out.endArray();
                });
    }

    /// A stream of events until the client goes or the server ends; 204 where too many listen.
    void live(ApiRequest request) throws IOException {
        Exchange exchange = request.exchange();
        exchange.header("Cache-Control", "no-cache");
        try (Subscription subscription = notifications.subscribe()) {
            if (subscription == null) {
                exchange.send(204, new byte[0]);
                return;
            }
            exchange.header("Content-Type", "text/event-stream");
            exchange.onDisconnect(subscription::close);
            OutputStream out = exchange.stream(200);
            // A comment, so that the client learns at once that it is connected.
            out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
            Notification next;
            while ((next = subscription.next()) != null) {
                out.write(event(next));
            }
            out.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] event(Notification notification) throws IOException {
        JsonText json = new JsonText();
        JsonWriter out = new JsonWriter(json);
        write(notification, out);
        out.finish();
        return ("data: " + json.text() + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Notification notification, JsonWriter out) throws IOException {
        out.beginObject().name("text").value(notification.text());
        out.name("date").value(ApiTime.format(notification.date()));
        out.name("active").value(notification.active()).endObject();
    }
}
