package io.narthex.remote.otlp;

import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.model.Utf8Order;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Makes labels of the attributes of a point, its scope and its resource.
///
/// Thread safety: for one thread.
final class LabelMaker {
    private static final String NAMESPACE = "service.namespace";
    private static final String SERVICE = "service.name";
    private static final String INSTANCE = "service.instance.id";
    private static final List<String> IDENTIFYING = List.of(NAMESPACE, SERVICE, INSTANCE);

    private final OtlpConfig config;
    private final boolean typeAndUnit;
    private final LabelNames names;

    private List<Attribute> resource = List.of();
    private String job = "";
    private String instance = "";
    private Labels promoted = Labels.empty();
    private Labels scope = Labels.empty();

    LabelMaker(OtlpConfig config, boolean typeAndUnit) {
        this.config = config;
        this.typeAndUnit = typeAndUnit;
        this.names = new LabelNames(config);
    }

    /// Goes on with the points of a resource.
    void resource(List<Attribute> attributes) throws TranslationException {
        resource = attributes;
        scope = Labels.empty();
        String service = value(SERVICE);
        String namespace = value(NAMESPACE);
        job = service == null ? "" : namespace == null ? service : namespace + "/" + service;
        String id = value(INSTANCE);
        instance = id == null ? "" : id;
        promoted = Labels.empty();
        Labels.Builder labels = new Labels.Builder();
        for (Attribute attribute : attributes) {
            if (config.promotes(attribute.name())) {
                labels.set(names.of(attribute.name()), attribute.value());
            }
        }
        promoted = labels.build();
    }

    /// Goes on with the points of a scope.
    void scope(String name, String version, String schema, List<Attribute> attributes)
            throws TranslationException {
        scope = Labels.empty();
        if (!config.promoteScope() || name.isEmpty()) {
            return;
        }
        Labels.Builder labels = new Labels.Builder();
        for (Attribute attribute : attributes) {
            labels.set(names.of("otel_scope_" + attribute.name()), attribute.value());
        }
        labels.set("otel_scope_name", name);
        labels.set("otel_scope_version", version);
        labels.set("otel_scope_schema_url", schema);
        scope = labels.build();
    }

    /// The labels of a point, without the metric's name.
    ///
    /// @param unit in one word, or empty
    Labels.Builder point(List<Attribute> attributes, MetricType type, String unit)
            throws TranslationException {
        Labels.Builder labels = own(attributes, List.of(Labels.NAME));
        for (int i = 0; i < promoted.size(); i++) {
            if (labels.get(promoted.name(i)) == null) {
                labels.set(promoted.name(i), promoted.value(i));
            }
        }
        identity(labels);
        for (int i = 0; i < scope.size(); i++) {
            labels.set(scope.name(i), scope.value(i));
        }
        if (typeAndUnit) {
            if (type != MetricType.UNKNOWN) {
                labels.set(Labels.TYPE, type.text());
            }
            if (!unit.isEmpty()) {
                labels.set(Labels.UNIT, UnitNames.of(unit, config.strategy().escapes()));
            }
        }
        return labels;
    }

    /// The labels of the resource's `target_info`, or null where it would say nothing.
    @Nullable Labels targetInfo() throws TranslationException {
        long identifying = IDENTIFYING.stream().filter(name -> value(name) != null).count();
        if (resource.size() == identifying) {
            return null;
        }
        Labels.Builder labels = own(resource, config.keepIdentifying() ? List.of() : IDENTIFYING);
        identity(labels);
        if (labels.get("job") == null && labels.get("instance") == null) {
            return null;
        }
        return labels.set(Labels.NAME, "target_info").build();
    }

    private void identity(Labels.Builder labels) {
        if (!job.isEmpty()) {
            labels.set("job", job);
        }
        if (!instance.isEmpty()) {
            labels.set("instance", instance);
        }
    }

    /// Attributes under their new names; values of names that have become the same are joined, in
    /// the order of the old ones.
    private Labels.Builder own(List<Attribute> attributes, List<String> without)
            throws TranslationException {
        List<Attribute> sorted = new ArrayList<>(attributes);
        sorted.sort(Comparator.comparing(Attribute::name, Utf8Order::compare));
        boolean escapes = config.strategy().escapes();
        Labels.Builder labels = new Labels.Builder();
        for (Attribute attribute : sorted) {
            if (without.contains(attribute.name())) {
                continue;
            }
            String name = escapes ? names.of(attribute.name()) : attribute.name();
            String before = escapes ? labels.getOrEmpty(name) : "";
            if (!name.isEmpty()) {
                labels.set(
                        name,
                        before.isEmpty() ? attribute.value() : before + ";" + attribute.value());
            }
        }
        return labels;
    }

    private @Nullable String value(String name) {
        for (Attribute attribute : resource) {
            if (attribute.name().equals(name)) {
                return attribute.value();
            }
        }
        return null;
    }
}
