package io.narthex.server.cli;

import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockMeta;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Prints blocks as a table, as promtool does.
///
/// Thread safety: for one thread.
final class BlockTable {
    private static final int LEAST_WIDTH = 13;
    private static final int MARGIN = 2;
    private static final String[] HEADER = {
        "BLOCK ULID",
        "MIN TIME",
        "MAX TIME",
        "DURATION",
        "NUM SAMPLES",
        "NUM CHUNKS",
        "NUM SERIES",
        "SIZE"
    };
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final PrintWriter out;
    private final boolean readable;

    /// @param readable whether times and sizes are written for people
    BlockTable(PrintWriter out, boolean readable) {
        this.out = out;
        this.readable = readable;
    }

    void print(List<Block> blocks) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADER);
        blocks.forEach(b -> rows.add(row(b)));
        int[] widths = new int[HEADER.length];
        for (String[] row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], Math.max(LEAST_WIDTH, row[c].length() + MARGIN));
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                line.append(row[c]);
                if (c < widths.length - 1) {
                    line.repeat(' ', widths[c] - row[c].length());
                }
            }
            out.println(line);
        }
    }

    private String[] row(Block block) {
        BlockMeta meta = block.meta();
        return new String[] {
            meta.ulid().toString(),
            time(meta.mint()),
            time(meta.endTime()),
            duration(meta.endTime() - meta.mint()),
            Long.toString(meta.stats().samples()),
            Long.toString(meta.stats().chunks()),
            Long.toString(meta.stats().series()),
            size(block.sizeBytes())
        };
    }

    private String time(long millis) {
        return readable ? TIME.format(Instant.ofEpochMilli(millis)) : Long.toString(millis);
    }

    private String size(long bytes) {
        if (!readable || bytes < 1024) {
            return bytes + (readable ? "B" : "");
        }
        int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        return String.format(
                Locale.ROOT, "%.1f%ciB", bytes / Math.pow(1024, unit), "KMGTPE".charAt(unit - 1));
    }

    /// A duration as Go writes it, such as `2h0m0s`.
    static String duration(long millis) {
        if (millis < 1000) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        String seconds =
                BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros().toPlainString() + "s";
        if (millis < 60_000) {
            return seconds;
        }
        long minutes = millis / 60_000;
        return minutes < 60
                ? minutes + "m" + seconds
                : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }
}
