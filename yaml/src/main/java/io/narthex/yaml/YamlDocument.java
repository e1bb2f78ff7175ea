package io.narthex.yaml;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/// A YAML text whose top is a mapping.
///
/// @param top the keys of the first document; none where the text is empty
/// @param hasMore whether there are further documents
///
/// Thread safety: for one thread.
public record YamlDocument(YamlMapping top, boolean hasMore) {
    /// Rule files of large installations are generated; this many characters are a mistake.
    private static final int MAX_LENGTH = 64 << 20;

    private static final String SECOND =
            "a second document begins after \"---\"; one is read, no more";

    /// The text of a file.
    ///
    /// @param remedy what to say where there is no such file
    /// @throws ConfigException if it can't be read
    public static String text(Path file, String remedy) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new ConfigException(file.toString(), "no such file" + remedy);
        } catch (CharacterCodingException _) {
            throw new ConfigException(file.toString(), "not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "can't be read: " + e);
        }
    }

    /// Reads a text.
    ///
    /// @param file its name in messages
    /// @throws ConfigException if it is no YAML, or its top is no mapping
    public static YamlDocument parse(String file, String yaml) {
        YamlPlace top = new YamlPlace(file, 1, 1, "");
        return read(
                top,
                yaml,
                documents -> {
                    @Nullable Node first = documents.hasNext() ? documents.next() : null;
                    YamlMapping mapping =
                            first == null ? YamlMapping.empty(top) : YamlMapping.of(first, top);
                    return new YamlDocument(mapping, documents.hasNext());
                });
    }

    /// Reads a text whose top is a list of mappings.
    ///
    /// @param file its name in messages
    /// @return none where the text is empty
    /// @throws ConfigException if it is no YAML, its top is something else, or more follows
    public static List<YamlMapping> list(String file, String yaml) {
        YamlPlace top = new YamlPlace(file, 1, 1, "");
        return read(
                top,
                yaml,
                documents -> {
                    @Nullable Node first = documents.hasNext() ? documents.next() : null;
                    List<YamlMapping> list = YamlMapping.list(first, top);
                    if (documents.hasNext()) {
                        throw top.error(SECOND);
                    }
                    return list;
                });
    }

    private static <T> T read(YamlPlace top, String yaml, Function<Iterator<Node>, T> documents) {
        String file = top.file();
        try {
            return documents.apply(
                    new Compose(settings(file)).composeAllFromString(yaml).iterator());
        } catch (MarkedYamlEngineException e) {
            YamlPlace place =
                    e.getProblemMark()
                            .map(m -> new YamlPlace(file, m.getLine() + 1, m.getColumn() + 1, ""))
                            .orElse(top);
            throw place.error("not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ConfigException(file, "not valid YAML: " + e.getMessage());
        }
    }

    /// The top of a text that may have one document only.
    ///
    /// @throws ConfigException if it has more
    public YamlMapping onlyTop() {
        if (hasMore) {
            throw top.place().error(SECOND);
        }
        return top;
    }

    private static LoadSettings settings(String file) {
        return LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MAX_LENGTH)
                // The core schema also takes `~` for null, as configurations do.
                .setSchema(new CoreSchema())
                .build();
    }
}
