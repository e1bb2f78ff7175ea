package io.narthex.server.receive;

import io.narthex.http.BodyHandler;
import io.narthex.model.Labels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the URL of an import says of all samples.
///
/// @param timestamp of samples without one, epoch milliseconds
/// @param extraLabels labels that every sample gets, in place of its own of that name
///
/// Thread safety: immutable.
record ImportParameters(long timestamp, Map<String, String> extraLabels) {
    /// @param now epoch milliseconds
    /// @throws BadBodyException if a parameter is not what it should be
    static ImportParameters of(BodyHandler.Head head, long now) throws BadBodyException {
        List<String> given = head.parameters("timestamp");
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : head.parameters("extra_label")) {
            int equals = label.indexOf('=');
            if (equals <= 0) {
                throw new BadBodyException(
                        400, "invalid extra_label \"" + label + "\": write it as name=value");
            }
            labels.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return new ImportParameters(given.isEmpty() ? now : millis(given.getFirst()), labels);
    }

    private static long millis(String text) throws BadBodyException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new BadBodyException(
                    400, "invalid timestamp \"" + text + "\": write it in milliseconds");
        }
    }

    /// A sample's labels with those that all get.
    Labels labelled(Labels own) {
        if (extraLabels.isEmpty()) {
            return own;
        }
        Labels.Builder builder = own.toBuilder();
        extraLabels.forEach(builder::set);
        return builder.build();
    }
}
