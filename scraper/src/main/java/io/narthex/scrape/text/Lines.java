package io.narthex.scrape.text;

/// Which line an entry is on. Nobody asks as long as all is well, so lines are counted when
/// somebody does, each once. Quoted texts may contain line ends; they count too.
///
/// Thread safety: for one thread.
final class Lines {
    private final byte[] body;
    private int entry;
    private int counted;
    private int line = 1;

    Lines(byte[] body) {
        this.body = body;
    }

    /// Notes where an entry begins, which is never before the last one.
    void entryAt(int from) {
        entry = from;
    }

    /// The line of the current entry, from 1.
    int line() {
        for (; counted < entry; counted++) {
            line += body[counted] == '\n' ? 1 : 0;
        }
        return line;
    }
}
