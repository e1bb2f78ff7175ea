package io.narthex.server.config;

import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// The block `storage` of a configuration.
///
/// @param retention `tsdb.retention`; null where the file does not say
/// @param outOfOrderWindow `tsdb.out_of_order_time_window`; zero for no out-of-order samples
/// @param maxExemplars `exemplars.max_exemplars`, 0 or less for none; null where the file does not
///     say
///
/// Thread safety: immutable.
public record StorageConfig(
        @Nullable RetentionConfig retention,
        Duration outOfOrderWindow,
        @Nullable Long maxExemplars) {
    /// What holds where a file has no such block.
    public static final StorageConfig DEFAULTS = new StorageConfig(null, Duration.ZERO, null);

    private static final List<String> ENCODINGS = List.of("xor", "xor2");

    private static final KeyTable ENCODING_KEYS =
            KeyTable.of(
                    "chunk_encoding",
                    Key.word(
                            "floats",
                            "",
                            "accepted; `--storage.blocks.encoding` says how blocks are written",
                            ENCODINGS));

    private static final KeyTable TSDB_KEYS =
            KeyTable.of(
                            "tsdb",
                            Key.block(
                                    "retention",
                                    RetentionConfig.KEYS,
                                    "stands for what the command line says of both time and size"),
                            Key.of(
                                    "out_of_order_time_window",
                                    KeyType.DURATION,
                                    "0s",
                                    "how much older than a series' newest sample one may be"),
                            Key.block(
                                    "chunk_encoding", ENCODING_KEYS, "how samples are compressed"))
                    .later("stale_series_compaction_threshold");

    private static final KeyTable EXEMPLAR_KEYS =
            KeyTable.of(
                    "exemplars",
                    Key.of(
                            "max_exemplars",
                            KeyType.NUMBER,
                            "",
                            "how many exemplars are kept, 0 or less for none; otherwise as many as"
                                    + " `--enable-feature=exemplar-storage` says"));

    static final KeyTable KEYS =
            KeyTable.of(
                    "storage",
                    Key.block("tsdb", TSDB_KEYS, "the store"),
                    Key.block("exemplars", EXEMPLAR_KEYS, "exemplars"));

    static StorageConfig read(YamlMapping storage) {
        Duration[] window = {Duration.ZERO};
        Long[] max = new Long[1];
        YamlMapping tsdb = storage.mapping("tsdb");
        RetentionConfig retention = RetentionConfig.read(tsdb.mapping("retention"));
        tsdb.duration("out_of_order_time_window", d -> window[0] = d);
        YamlMapping encoding = tsdb.mapping("chunk_encoding");
        encoding.value("floats", StorageConfig::encoding, _ -> {});
        encoding.refuseTheRest();
        tsdb.refuseTheRest();
        YamlMapping exemplars = storage.mapping("exemplars");
        exemplars.number("max_exemplars", n -> max[0] = n);
        exemplars.refuseTheRest();
        storage.refuseTheRest();
        return new StorageConfig(retention, window[0], max[0]);
    }

    private static String encoding(String name) {
        if (!name.isEmpty() && !ENCODINGS.contains(name)) {
            throw new IllegalArgumentException(
                    "must be 'xor' or 'xor2', or the field must be omitted entirely");
        }
        return name;
    }
}
