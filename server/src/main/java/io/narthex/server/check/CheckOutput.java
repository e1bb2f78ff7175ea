package io.narthex.server.check;

import java.io.PrintWriter;

/// Where checks write, and what comes of them.
///
/// Thread safety: for one thread.
public final class CheckOutput {
    /// Something can't be used.
    static final int FAILED = 1;

    /// Everything can be used, but something probably isn't meant that way.
    static final int LINT = 3;

    private final PrintWriter out;
    private final PrintWriter err;
    private boolean failed;
    private boolean lint;

    /// @param out gets what is in order
    /// @param err gets what is not
    public CheckOutput(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /// Says what is checked or in order.
    void say(String line) {
        out.println(line);
        out.flush();
    }

    /// Says what matters little.
    public void warn(String line) {
        say(line);
    }

    /// Says what is in order where others say what is not.
    void tell(String line) {
        complain(line);
    }

    /// Says what is wrong, so that the end is a failure.
    public void fail(String text) {
        failed = true;
        complain(text);
    }

    /// Says what is doubtful.
    void doubt(String text) {
        lint = true;
        complain(text);
    }

    private void complain(String text) {
        err.println(text);
        err.flush();
    }

    /// The exit code: 0, 1 where something is wrong, 3 where something is doubtful that is to be
    /// fatal.
    ///
    /// @param doubtsAreFatal whether doubts matter
    public int exitCode(boolean doubtsAreFatal) {
        if (failed) {
            return FAILED;
        }
        return lint && doubtsAreFatal ? LINT : 0;
    }
}
