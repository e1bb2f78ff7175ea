package io.narthex.tsdb.block;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Reads and writes `meta.json`. Members that are not known are passed over, as others may add
/// some.
///
/// Thread safety: stateless.
final class MetaFile {
    static final String NAME = "meta.json";

    private static final String CHECKSUM = "checksum";

    /// Also of blocks with chunks of our own. Prometheus would "repair" 2, overwriting the index,
    /// and pass over blocks of any other version without failing.
    private static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    /// The largest file that is read: a block's is a few hundred bytes, one of 10,000 sources still
    /// below this.
    private static final long MAX_BYTES = 1 << 20;

    private MetaFile() {}

    /// Reads the file of a block's directory.
    ///
    /// @throws CorruptionException if it is no such file
    /// @throws java.io.UncheckedIOException if it can't be read
    static BlockMeta read(FileStore files, Path directory) {
        Path path = directory.resolve(NAME);
        try (Arena arena = Arena.ofConfined()) {
            MappedFile file = MappedFile.open(files, path, arena);
            if (file.size() > MAX_BYTES) {
                throw file.corrupt(MAX_BYTES, "larger than " + MAX_BYTES);
            }
            byte[] bytes = new byte[(int) file.size()];
            file.copy(0, bytes, bytes.length);
            return parse(path, bytes);
        }
    }

    static BlockMeta parse(Path path, byte[] bytes) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            in.nextToken();
            return meta(path, new Members(path, value(in)));
        } catch (JacksonException e) {
            throw new CorruptionException(path, offset(e), String.valueOf(e.getOriginalMessage()));
        }
    }

    private static long offset(JacksonException e) {
        return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
    }

    private static BlockMeta meta(Path path, Members root) {
        Members stats = root.object("stats");
        Members compaction = root.object("compaction");
        int version = (int) root.number("version");
        long mint = root.number("minTime");
        long end = root.number("maxTime");
        if (end < mint) {
            throw new CorruptionException(path, 0, "it ends at " + end + ", before " + mint);
        }
        if (version != VERSION) {
            throw new CorruptionException(
                    path,
                    0,
                    "version " + version + ", written by a newer version of Narthex or Prometheus");
        }
        List<BlockMeta.Parent> parents = new ArrayList<>();
        for (Object parent : compaction.list("parents")) {
            Members p = new Members(path, parent);
            parents.add(
                    new BlockMeta.Parent(p.ulid("ulid"), p.number("minTime"), p.number("maxTime")));
        }
        List<Ulid> sources = new ArrayList<>();
        for (Object source : compaction.list("sources")) {
            sources.add(Members.ulid(path, source));
        }
        Members ours = root.object("narthex");
        BlockMeta meta =
                new BlockMeta(
                        root.ulid("ulid"),
                        mint,
                        end,
                        new BlockMeta.Stats(
                                stats.numberOr0("numSamples"),
                                stats.numberOr0("numFloatSamples"),
                                stats.numberOr0("numHistogramSamples"),
                                stats.numberOr0("numSeries"),
                                stats.numberOr0("numChunks"),
                                stats.numberOr0("numTombstones")),
                        new BlockMeta.Compaction(
                                (int) compaction.numberOr0("level"),
                                List.copyOf(sources),
                                List.copyOf(parents),
                                compaction.strings("hints")),
                        ours.strings("encodings"));
        if (ours.has(CHECKSUM) && ours.number(CHECKSUM) != checksum(meta)) {
            throw new CorruptionException(path, 0, "it does not match its checksum");
        }
        meta.encodings().forEach(label -> requireKnown(path, label));
        return meta;
    }

    private static void requireKnown(Path path, String label) {
        if (!ChunkEncoding.isLabel(label)) {
            throw new CorruptionException(
                    path,
                    0,
                    "chunks of the encoding "
                            + label
                            + ", written by a newer version of Narthex: only that can read them");
        }
    }

    /// The CRC-32C of what must be right of a block, as text: a wrong time would make others old, a
    /// wrong parent would make another one go. How much there is may be wrong.
    private static long checksum(BlockMeta meta) {
        BlockMeta.Compaction compaction = meta.compaction();
        StringBuilder text = new StringBuilder();
        text.append(meta.ulid()).append(' ').append(meta.mint()).append(' ').append(meta.endTime());
        text.append(' ').append(compaction.level());
        compaction.sources().forEach(s -> text.append(' ').append(s));
        for (BlockMeta.Parent p : compaction.parents()) {
            text.append(' ').append(p.ulid()).append(' ').append(p.mint());
            text.append(' ').append(p.endTime());
        }
        compaction.hints().forEach(h -> text.append(' ').append(h));
        meta.encodings().forEach(e -> text.append(' ').append(e));
        CRC32C crc = new CRC32C();
        crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static Object value(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new StreamReadException(in, "it ends too early");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new TreeMap<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    members.put(name, value(in));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(in));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT -> in.getLongValue();
            default -> in.getString() == null ? "" : in.getString();
        };
    }

    /// The file's text.
    static byte[] bytes(BlockMeta meta) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("ulid", meta.ulid().toString());
            json.writeNumberProperty("minTime", meta.mint());
            json.writeNumberProperty("maxTime", meta.endTime());
            writeStats(json, meta.stats());
            writeCompaction(json, meta.compaction());
            json.writeNumberProperty("version", VERSION);
            json.writeObjectPropertyStart("narthex");
            if (!meta.encodings().isEmpty()) {
                writeStrings(json, "encodings", meta.encodings());
            }
            json.writeNumberProperty(CHECKSUM, checksum(meta));
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeStats(JsonGenerator json, BlockMeta.Stats stats) {
        json.writeObjectPropertyStart("stats");
        json.writeNumberProperty("numSamples", stats.samples());
        json.writeNumberProperty("numFloatSamples", stats.floatSamples());
        json.writeNumberProperty("numHistogramSamples", stats.histogramSamples());
        json.writeNumberProperty("numSeries", stats.series());
        json.writeNumberProperty("numChunks", stats.chunks());
        json.writeNumberProperty("numTombstones", stats.tombstones());
        json.writeEndObject();
    }

    private static void writeCompaction(JsonGenerator json, BlockMeta.Compaction compaction) {
        json.writeObjectPropertyStart("compaction");
        json.writeNumberProperty("level", compaction.level());
        writeStrings(json, "sources", compaction.sources().stream().map(Ulid::toString).toList());
        if (!compaction.parents().isEmpty()) {
            json.writeArrayPropertyStart("parents");
            for (BlockMeta.Parent parent : compaction.parents()) {
                json.writeStartObject();
                json.writeStringProperty("ulid", parent.ulid().toString());
                json.writeNumberProperty("minTime", parent.mint());
                json.writeNumberProperty("maxTime", parent.endTime());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!compaction.hints().isEmpty()) {
            writeStrings(json, "hints", compaction.hints());
        }
        json.writeEndObject();
    }

    private static void writeStrings(JsonGenerator json, String name, List<String> strings) {
        json.writeArrayPropertyStart(name);
        strings.forEach(json::writeString);
        json.writeEndArray();
    }
}
