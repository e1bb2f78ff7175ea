package io.narthex.rules.history;

import io.narthex.model.Labels;
import io.narthex.rules.RuleName;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.alert.AlertTransition;
import io.narthex.rules.alert.AlertTransition.Reason;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A change of an alert's state as bytes: see `docs/formats/alert-history.md`.
///
/// Thread safety: stateless.
final class EventBytes {
    private EventBytes() {}

    static byte[] write(AlertEvent event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        AlertTransition t = event.transition();
        out.writeLong(t.time());
        out.writeDouble(t.value());
        text(out, t.from().name());
        text(out, t.to().name());
        text(out, t.reason().name());
        text(out, event.rule().file());
        text(out, event.rule().group());
        text(out, event.rule().rule());
        out.writeInt(t.labels().size());
        for (int i = 0; i < t.labels().size(); i++) {
            text(out, t.labels().name(i));
            text(out, t.labels().value(i));
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// @throws IOException if the bytes are too few
    /// @throws IllegalArgumentException if they name something unknown
    static AlertEvent read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        long time = in.readLong();
        double value = in.readDouble();
        AlertState from = AlertState.valueOf(text(in));
        AlertState to = AlertState.valueOf(text(in));
        Reason reason = Reason.valueOf(text(in));
        RuleName rule = new RuleName(text(in), text(in), text(in));
        Labels.Builder labels = new Labels.Builder();
        for (int n = in.readInt(); n > 0; n--) {
            labels.set(text(in), text(in));
        }
        return new AlertEvent(
                rule, new AlertTransition(time, labels.build(), from, to, reason, value));
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("a text of " + length + " bytes ends behind its record");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
