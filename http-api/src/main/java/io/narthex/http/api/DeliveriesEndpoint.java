package io.narthex.http.api;

import io.narthex.http.DeliveriesView;
import io.narthex.http.DeliveriesView.Receiver;
import io.narthex.http.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// `notifications/deliveries`, which Prometheus does not have: who is told of alerts, and what
/// became of it.
///
/// Thread safety: safe for concurrent calls.
final class DeliveriesEndpoint {
    private final DeliveriesView view;

    DeliveriesEndpoint(DeliveriesView view) {
        this.view = view;
    }

    ApiResponse answer(ApiRequest unused) {
        List<Receiver> receivers = view.receivers();
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("receivers").beginArray();
                    for (Receiver receiver : receivers) {
                        receiver(out, receiver);
                    }
                    out.endArray().endObject();
                });
    }

    private static void receiver(JsonWriter out, Receiver receiver) throws IOException {
        out.beginObject().name("name").value(receiver.name());
        out.name("channel").value(receiver.channel());
        out.name("queued").value(receiver.queued());
        out.name("queueCapacity").value(receiver.queueCapacity());
        out.name("delivered").value(receiver.delivered());
        out.name("failedTries").value(receiver.failedTries());
        out.name("dropped").value(receiver.dropped());
        time(out.name("lastDelivery"), receiver.lastDelivery());
        String error = receiver.lastError();
        out.name("lastError").value(error == null ? "" : error);
        time(out.name("lastErrorAt"), receiver.lastErrorAt());
        time(out.name("nextTry"), receiver.nextTry());
        out.endObject();
    }

    private static void time(JsonWriter out, @Nullable Instant time) throws IOException {
        if (time == null) {
            out.nullValue();
        } else {
            out.value(ApiTime.format(time));
        }
    }
}
