package io.narthex.rules.deliver;

import io.narthex.model.Labels;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/// A message in the form that a channel takes.
final class MessageText {
    private static final JsonFactory JSON = new JsonFactory();

    private MessageText() {}

    /// The bytes to deliver: JSON, or an e-mail's subject and text with a line break between them.
    static byte[] of(Channel channel, Message message) {
        return switch (channel) {
            case Channel.Webhook _ -> json(out -> webhook(out, message));
            case Channel.Slack slack -> json(out -> slack(out, slack, message));
            case Channel.Email _ -> email(message);
        };
    }

    private static byte[] json(Consumer<JsonGenerator> body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            body.accept(out);
        }
        return bytes.toByteArray();
    }

    /// Alertmanager's webhook payload, version 4.
    private static void webhook(JsonGenerator out, Message message) {
        out.writeStartObject();
        out.writeStringProperty("version", "4");
        out.writeStringProperty("groupKey", "{}:" + message.groupLabels());
        out.writeNumberProperty("truncatedAlerts", 0);
        out.writeStringProperty("status", message.status());
        out.writeStringProperty("receiver", message.receiver());
        labels(out, "groupLabels", message.groupLabels());
        labels(out, "commonLabels", message.commonLabels());
        texts(out, "commonAnnotations", message.commonAnnotations());
        out.writeStringProperty("externalURL", message.externalUrl());
        out.writeArrayPropertyStart("alerts");
        for (Told alert : message.alerts()) {
            boolean fires = alert.fires(message.time());
            out.writeStartObject();
            out.writeStringProperty("status", fires ? "firing" : "resolved");
            labels(out, "labels", alert.labels());
            texts(out, "annotations", alert.annotations());
            out.writeStringProperty("startsAt", time(alert.startsAt()));
            out.writeStringProperty(
                    "endsAt", fires ? "0001-01-01T00:00:00Z" : time(alert.endsAt()));
            out.writeStringProperty("generatorURL", alert.generatorUrl());
            out.writeStringProperty("fingerprint", alert.fingerprint());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void slack(JsonGenerator out, Channel.Slack slack, Message message) {
        out.writeStartObject();
        if (!slack.channel().isEmpty()) {
            out.writeStringProperty("channel", slack.channel());
        }
        out.writeStringProperty("text", message.title());
        out.writeArrayPropertyStart("attachments");
        for (Told alert : message.alerts()) {
            boolean fires = alert.fires(message.time());
            out.writeStartObject();
            out.writeStringProperty("color", fires ? "danger" : "good");
            out.writeStringProperty("title", alert.labels().getOrEmpty("alertname"));
            out.writeStringProperty("title_link", alert.generatorUrl());
            out.writeStringProperty("text", lines(alert));
            out.writeStringProperty("fallback", message.title());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static byte[] email(Message message) {
        StringBuilder text = new StringBuilder(message.title()).append('\n');
        for (Told alert : message.alerts()) {
            text.append('\n')
                    .append(alert.fires(message.time()) ? "Firing" : "Resolved")
                    .append(" since ")
                    .append(time(alert.fires(message.time()) ? alert.startsAt() : alert.endsAt()))
                    .append(": ")
                    .append(alert.labels())
                    .append('\n')
                    .append(lines(alert))
                    .append(alert.generatorUrl())
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String lines(Told alert) {
        StringBuilder lines = new StringBuilder();
        alert.annotations()
                .forEach((name, text) -> lines.append(name).append(": ").append(text).append('\n'));
        return lines.toString();
    }

    private static void labels(JsonGenerator out, String name, Labels labels) {
        out.writeObjectPropertyStart(name);
        for (int i = 0; i < labels.size(); i++) {
            out.writeStringProperty(labels.name(i), labels.value(i));
        }
        out.writeEndObject();
    }

    private static void texts(JsonGenerator out, String name, Map<String, String> texts) {
        out.writeObjectPropertyStart(name);
        texts.forEach(out::writeStringProperty);
        out.writeEndObject();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
