package io.narthex.server.annotations;

import io.narthex.http.Annotations.Note;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// A file with an annotation as JSON in each line; of lines with one id the last counts. When it
/// has twice as many lines as there can be annotations, it is written anew. The lines are described
/// in `docs/formats/annotations.md`.
///
/// Thread safety: for one thread at a time.
final class AnnotationFile {
    private static final Logger LOG = LoggerFactory.getLogger(AnnotationFile.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final Path path;
    private final int capacity;
    private int lines;

    private AnnotationFile(Path path, int capacity) {
        this.path = path;
        this.capacity = capacity;
    }

    /// Opens a file.
    ///
    /// @param into gets what it holds; a line that can't be read is left out, and the log says so
    static AnnotationFile open(Path path, int capacity, Consumer<Note> into) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        AnnotationFile file = new AnnotationFile(path, capacity);
        if (!Files.exists(path)) {
            Files.createFile(path);
            return file;
        }
        byte[] bytes = Files.readAllBytes(path);
        for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            file.lines++;
            try {
                into.accept(note(line));
            } catch (JacksonException | IllegalArgumentException e) {
                LOG.warn("{}: line {} is left out: {}", path, file.lines, e.toString());
            }
        }
        if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
            file.append("\n"); // the process was killed while it wrote the last line
        }
        return file;
    }

    /// Writes an annotation that is new or has changed.
    ///
    /// @param all with that one
    void write(Note note, Collection<Note> all) throws IOException {
        if (lines < 2 * capacity) {
            append(line(note));
            lines++;
            return;
        }
        StringBuilder text = new StringBuilder();
        all.forEach(kept -> text.append(line(kept)));
        Path draft = path.resolveSibling(path.getFileName() + ".tmp");
        Files.writeString(draft, text);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        lines = all.size();
    }

    private void append(String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.APPEND);
    }

    private static String line(Note note) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeNumberProperty("id", note.id());
            out.writeNumberProperty("time", note.time());
            if (note.end() != null) {
                out.writeNumberProperty("end", note.end());
            }
            out.writeStringProperty("kind", note.kind());
            out.writeStringProperty("text", note.text());
            out.writeArrayPropertyStart("tags");
            note.tags().forEach(out::writeString);
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static Note note(String line) {
        Long id = null;
        Long time = null;
        Long end = null;
        String kind = null;
        String text = null;
        List<String> tags = new ArrayList<>();
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                in.nextToken();
                switch (name) {
                    case "id" -> id = in.getLongValue();
                    case "time" -> time = in.getLongValue();
                    case "end" -> end = in.getLongValue();
                    case "kind" -> kind = in.getString();
                    case "text" -> text = in.getString();
                    case "tags" -> {
                        while (in.nextToken() == JsonToken.VALUE_STRING) {
                            tags.add(in.getString());
                        }
                    }
                    default -> in.skipChildren();
                }
            }
        }
        if (id == null || time == null || kind == null || text == null) {
            throw new IllegalArgumentException("a member is missing");
        }
        return new Note(id, time, end, kind, text, tags);
    }
}
