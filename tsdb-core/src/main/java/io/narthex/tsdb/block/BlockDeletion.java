package io.narthex.tsdb.block;

/// A deletion in one block that was planned and has not taken effect.
///
/// Thread safety: for one thread.
public final class BlockDeletion {
    private final Block block;
    private final Tombstones after;

    /// @param after all tombstones of the block, with the new ones
    BlockDeletion(Block block, Tombstones after) {
        this.block = block;
        this.after = after;
    }

    /// The name of the block.
    public String block() {
        return block.meta().ulid().toString();
    }

    /// Lets it take effect: queriers that are opened from now on do not see the samples. Files do
    /// not have it before [Block#writeTombstones].
    public void publish() {
        block.publish(after);
    }
}
