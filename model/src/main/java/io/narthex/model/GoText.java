package io.narthex.model;

/// Where [io.narthex.model.number.GoText] was before.
///
/// Thread safety: stateless.
public final class GoText {
    private GoText() {}

    /// See [io.narthex.model.number.GoText#g].
    public static String g(double value) {
        return io.narthex.model.number.GoText.g(value);
    }

    /// See [io.narthex.model.number.GoText#twoDigits].
    public static String twoDigits(double value) {
        return io.narthex.model.number.GoText.twoDigits(value);
    }

    /// See [io.narthex.model.number.GoText#plain].
    public static String plain(double value) {
        return io.narthex.model.number.GoText.plain(value);
    }
}
