package io.narthex.scrape.text;

import io.narthex.model.number.GoText;

import java.nio.charset.StandardCharsets;

/// The text of `le` and `quantile` values: one spelling for each number, whatever the exposition
/// wrote, so that `le="1"` and `le="1.0"` are one series.
///
/// Thread safety: stateless.
final class BucketBound {
    private BucketBound() {}

    /// The number's text in OpenMetrics' spelling, or the text itself where it is no number.
    static String normalized(String text) {
        NumberReader number = new NumberReader();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length > 0 && number.read(bytes, 0, bytes.length)
                ? text(number.value())
                : text;
    }

    /// A number in OpenMetrics' spelling.
    static String text(double value) {
        String text = value == 0 ? "0" : GoText.g(value);
        boolean whole = Double.isFinite(value) && text.indexOf('.') < 0 && text.indexOf('e') < 0;
        return whole ? text + ".0" : text;
    }
}
