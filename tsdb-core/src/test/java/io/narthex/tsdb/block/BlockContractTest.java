package io.narthex.tsdb.block;

import io.narthex.model.ListQueryable;
import io.narthex.model.Querier;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.StoreContract;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What was written to a store and then to a block reads as it did in the store: each querier gets
/// a block of its own.
class BlockContractTest {
    @Nested
    class Lfor extends Contract {
        Lfor() {
            super(BlockEncoding.NATIVE);
        }
    }

    @Nested
    class Xor extends Contract {
        Xor() {
            super(BlockEncoding.PROMETHEUS);
        }
    }

    private abstract static class Contract extends StoreContract {
        private final BlockEncoding encoding;
        private final List<Block> opened = new ArrayList<>();

        @TempDir private Path data = Path.of("");

        Contract(BlockEncoding encoding) {
            this.encoding = encoding;
        }

        @Override
        protected boolean keepsStartTimestamps() {
            return encoding == BlockEncoding.NATIVE;
        }

        @Override
        protected Ports store() {
            ListStore store = new ListStore();
            return new Ports(store, (mint, maxt) -> block(store, mint, maxt));
        }

        private Querier block(ListStore store, long mint, long maxt) {
            Ulid ulid = Ulid.random(mint);
            BlockMeta meta;
            try {
                meta =
                        new BlockWriter(FileStore.local(), data, encoding)
                                .write(
                                        store,
                                        mint,
                                        maxt + 1,
                                        ulid,
                                        BlockMeta.Compaction.fromHead(ulid));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (meta == null) {
                return new ListQueryable(List.of()).querier(mint, maxt);
            }
            Block block = Block.open(FileStore.local(), data.resolve(ulid.toString()));
            opened.add(block);
            return block.querier(mint, maxt);
        }

        @AfterEach
        void close() {
            opened.forEach(Block::close);
        }
    }
}
