package io.narthex.scrape.discover;

import io.narthex.scrape.TargetGroup;
import io.narthex.yaml.ConfigException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a list of target groups in JSON, such as
/// `[{"targets": ["10.0.0.1:9100"], "labels": {"team": "web"}}]`.
///
/// Thread safety: for one thread.
final class GroupsJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final GroupOrigin origin;
    private final JsonParser in;

    private GroupsJson(GroupOrigin origin, JsonParser in) {
        this.origin = origin;
        this.in = in;
    }

    /// @throws ConfigException if it is none, with the origin's name and a line
    static List<TargetGroup> read(GroupOrigin origin, byte[] json, int length) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json, 0, length)) {
            return new GroupsJson(origin, in).groups();
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ConfigException(
                    origin.name() + ":" + line, "not valid JSON: " + e.getOriginalMessage());
        }
    }

    private List<TargetGroup> groups() {
        List<TargetGroup> groups = new ArrayList<>();
        JsonToken top = in.nextToken();
        if (top != JsonToken.VALUE_NULL) {
            require(top, JsonToken.START_ARRAY, "a list of groups");
            while (in.nextToken() != JsonToken.END_ARRAY) {
                require(in.currentToken(), JsonToken.START_OBJECT, "a group of targets");
                groups.add(group(groups.size()));
            }
        }
        if (in.nextToken() != null) {
            throw error("nothing more is expected after the list");
        }
        return groups;
    }

    private TargetGroup group(int position) {
        List<String> targets = new ArrayList<>();
        Map<String, String> labels = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            switch (name.toLowerCase(Locale.ROOT)) {
                case "targets" -> targets(value, targets);
                case "labels" -> labels(value, labels);
                default ->
                        throw error("unknown key \"" + name + "\"; a group has targets and labels");
            }
        }
        try {
            return origin.group(position, targets, labels);
        } catch (IllegalArgumentException e) {
            throw error("labels: " + e.getMessage());
        }
    }

    private void targets(JsonToken value, List<String> targets) {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        require(value, JsonToken.START_ARRAY, "targets: a list of addresses");
        while (in.nextToken() != JsonToken.END_ARRAY) {
            require(in.currentToken(), JsonToken.VALUE_STRING, "targets: \"host:port\"");
            targets.add(in.getString());
        }
    }

    private void labels(JsonToken value, Map<String, String> labels) {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        require(value, JsonToken.START_OBJECT, "labels: names with values");
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            require(in.nextToken(), JsonToken.VALUE_STRING, "labels." + name + ": a text");
            labels.put(name, in.getString());
        }
    }

    private void require(JsonToken found, JsonToken expected, String what) {
        if (found != expected) {
            throw error("expected " + what);
        }
    }

    private ConfigException error(String reason) {
        int line = in.currentTokenLocation().getLineNr();
        return new ConfigException(origin.name() + ":" + line, reason);
    }
}
