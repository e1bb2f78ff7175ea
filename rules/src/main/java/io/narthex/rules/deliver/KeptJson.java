package io.narthex.rules.deliver;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A small JSON file that is read once and written whole, by a rename.
///
/// @param path of the file; null to keep nothing
///
/// Thread safety: the owner sees to it that one thread writes at a time.
record KeptJson(@Nullable Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(KeptJson.class);
    private static final JsonFactory JSON = new JsonFactory();

    /// The file's array of objects, whose members are texts, numbers as texts, lists and maps.
    /// Empty where there is no file; a file that can't be read is kept aside.
    List<Map<String, Object>> read() {
        if (path == null) {
            return List.of();
        }
        try (JsonParser in =
                JSON.createParser(ObjectReadContext.empty(), Files.readAllBytes(path))) {
            List<Map<String, Object>> objects = new ArrayList<>();
            in.nextToken();
            for (JsonToken t = in.nextToken(); t == JsonToken.START_OBJECT; t = in.nextToken()) {
                objects.add(object(in));
            }
            return objects;
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException | JacksonException e) {
            setAside(path, e);
            return List.of();
        }
    }

    private static void setAside(Path file, Exception problem) {
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
        LOG.error("{} can't be read and is kept as {}", file, aside, problem);
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("{} can't be renamed", file, e);
        }
    }

    private static Map<String, Object> object(JsonParser in) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            members.put(name, value(in));
        }
        return members;
    }

    private static Object value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(in));
                }
                yield items;
            }
            default -> in.getString();
        };
    }

    /// Writes the array whose objects `objects` writes.
    void write(Consumer<JsonGenerator> objects) {
        if (path == null) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartArray();
            objects.accept(out);
            out.writeEndArray();
        }
        Path draft = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.write(draft, bytes.toByteArray());
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{} could not be written: {}", path, e.toString());
        }
    }
}
