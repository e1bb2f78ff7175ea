package io.narthex.remote;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.proto.ProtoWriter;

import java.util.List;

/// What the labels that tell this server from others do to a remote read.
///
/// @param external those labels
record ReadLabels(Labels external) {
    /// What to look for in the store, which has no external labels: a condition that they satisfy
    /// becomes one for series without such a label of their own.
    List<LabelMatcher> matchers(List<LabelMatcher> asked) {
        return asked.stream().map(this::matcher).toList();
    }

    private LabelMatcher matcher(LabelMatcher m) {
        boolean satisfied =
                m.type() == LabelMatcher.Type.EQUAL
                        && m.value().equals(external.getOrEmpty(m.name()));
        return satisfied ? LabelMatcher.equal(m.name(), "") : m;
    }

    /// Writes a series' labels and those of the server that it has not.
    void write(Labels own, int field, ProtoWriter proto) {
        Labels all = own;
        if (!external.isEmpty()) {
            Labels.Builder merged = external.toBuilder();
            for (int i = 0; i < own.size(); i++) {
                merged.set(own.name(i), own.value(i));
            }
            all = merged.build();
        }
        for (int i = 0; i < all.size(); i++) {
            int label = proto.begin(field);
            proto.text(1, all.name(i));
            proto.text(2, all.value(i));
            proto.end(label);
        }
    }
}
