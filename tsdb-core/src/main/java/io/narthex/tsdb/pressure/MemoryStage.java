package io.narthex.tsdb.pressure;

/// What a store does to stay within its memory. Each stage does what those before it do, too;
/// accepted samples are dropped in none, and known series go on in all.
public enum MemoryStage {
    /// Nothing.
    NORMAL(0, "nothing is limited"),

    /// Open blocks are sealed before they are full: sealed chunks are in mapped files, whose pages
    /// the kernel may evict.
    SEALING_EARLY(80, "open blocks are sealed early"),

    /// What is older than half a block range becomes a block, although its range is not over.
    CUTTING_EARLY(90, "older samples are moved to a block early"),

    /// No series is created.
    REFUSING_SERIES(100, "new series are refused, known ones go on");

    /// How far memory must fall below the share at which a stage was entered before it is left, in
    /// percent of the limit: a stage would else end with the first bytes that it freed.
    private static final int SLACK_PERCENT = 5;

    private static final int WHOLE = 100;

    private final int percent;
    private final String text;

    MemoryStage(int percent, String text) {
        this.percent = percent;
        this.text = text;
    }

    /// What the stage means, for people.
    public String text() {
        return text;
    }

    /// Whether open blocks are sealed before they are full.
    public boolean sealsEarly() {
        return this != NORMAL;
    }

    /// Whether samples become a block before their range is over.
    public boolean cutsEarly() {
        return compareTo(CUTTING_EARLY) >= 0;
    }

    /// Whether so many bytes lead to this stage.
    boolean isEntered(long bytes, long limit) {
        return bytes >= share(limit, percent);
    }

    /// Whether the stage, once entered, goes on with so many bytes.
    boolean isKept(long bytes, long limit) {
        return this == NORMAL || bytes >= share(limit, percent - SLACK_PERCENT);
    }

    private static long share(long limit, int percent) {
        return (long) ((double) limit * percent / WHOLE);
    }
}
