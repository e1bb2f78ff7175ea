package io.narthex.tsdb.pressure;

/// What a store does because its disk is full, or can't be written.
public enum DiskStage {
    /// Nothing.
    NORMAL("nothing is limited"),

    /// The reserve is given to the log, and no block is written. What is accepted is logged.
    LOW("no blocks are written, samples are logged"),

    /// The log can't be written. What is accepted is in memory only, until a checkpoint can be.
    MEMORY_ONLY(
            "samples are kept in memory only, and lost if the process ends before there is room"),

    /// The log can't be written, and nothing may be in memory only: memory is used up, or all that
    /// is accepted must be durable.
    REFUSING_SAMPLES("samples are refused until the log can be written");

    private final String text;

    DiskStage(String text) {
        this.text = text;
    }

    /// Whether the log can't be written.
    public boolean hasNoLog() {
        return compareTo(MEMORY_ONLY) >= 0;
    }

    /// What the stage means, for people.
    public String text() {
        return text;
    }
}
