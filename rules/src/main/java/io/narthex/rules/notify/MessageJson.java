package io.narthex.rules.notify;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/// The body of a request: a JSON array of alerts.
final class MessageJson {
    private static final JsonFactory JSON = new JsonFactory();

    /// RFC 3339 with milliseconds, as Alertmanager's API writes it.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private MessageJson() {}

    static byte[] of(List<AlertMessage> messages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartArray();
            messages.forEach(message -> write(out, message));
            out.writeEndArray();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, AlertMessage message) {
        out.writeStartObject();
        out.writeObjectPropertyStart("annotations");
        for (Map.Entry<String, String> e : message.annotations().entrySet()) {
            out.writeStringProperty(e.getKey(), e.getValue());
        }
        out.writeEndObject();
        out.writeStringProperty("endsAt", time(message.endsAt()));
        out.writeStringProperty("startsAt", time(message.startsAt()));
        if (!message.generatorUrl().isEmpty()) {
            out.writeStringProperty("generatorURL", message.generatorUrl());
        }
        out.writeObjectPropertyStart("labels");
        for (int i = 0; i < message.labels().size(); i++) {
            out.writeStringProperty(message.labels().name(i), message.labels().value(i));
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}
