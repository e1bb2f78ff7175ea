package io.narthex.rules.template;

/// The flags, width and precision of one verb of a format.
///
/// Thread safety: for one thread.
final class FormatFlags {
    /// As `width` and `precision`: none is given.
    static final int NONE = -1;

    boolean minus;
    boolean plus;
    boolean sharp;
    boolean space;
    boolean zero;

    /// `%+v`: structures with the names of their fields.
    boolean plusV;

    /// `%#v`: as Go's source would write it.
    boolean sharpV;

    int width = NONE;
    int precision = NONE;

    /// Sets one flag.
    ///
    /// @return whether the character is one
    boolean set(char c) {
        switch (c) {
            case '#' -> sharp = true;
            case '0' -> zero = !minus;
            case '+' -> plus = true;
            case '-' -> left();
            case ' ' -> space = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    void left() {
        minus = true;
        zero = false;
    }

    /// For `%v`, two flags mean something else.
    void forValues() {
        sharpV = sharp;
        sharp = false;
        plusV = plus;
        plus = false;
    }
}
