package io.narthex.model.relabel;

import com.google.re2j.Matcher;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// What one rule does to one label set.
///
/// Thread safety: stateless.
final class RelabelStep {
    private RelabelStep() {}

    /// @return whether the set is kept
    static boolean apply(RelabelRule rule, Labels.Builder labels) {
        return switch (rule.action()) {
            case KEEP -> rule.regex().matches(joined(rule, labels));
            case DROP -> !rule.regex().matches(joined(rule, labels));
            case KEEPEQUAL -> targetEqualsSource(rule, labels);
            case DROPEQUAL -> !targetEqualsSource(rule, labels);
            case REPLACE -> changed(replace(rule, labels));
            case HASHMOD -> changed(labels.set(rule.targetLabel(), hashMod(rule, labels)));
            case LOWERCASE -> changed(mapCase(rule, labels, Character::toLowerCase));
            case UPPERCASE -> changed(mapCase(rule, labels, Character::toUpperCase));
            case LABELMAP -> changed(labelMap(rule, labels));
            case LABELDROP -> changed(removeNames(rule, labels, true));
            case LABELKEEP -> changed(removeNames(rule, labels, false));
        };
    }

    private static boolean changed(Labels.Builder ignored) {
        return true;
    }

    private static String joined(RelabelRule rule, Labels.Builder labels) {
        List<String> names = rule.sourceLabels();
        if (names.size() == 1) {
            return labels.getOrEmpty(names.getFirst());
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                out.append(rule.separator());
            }
            out.append(labels.getOrEmpty(names.get(i)));
        }
        return out.toString();
    }

    private static boolean targetEqualsSource(RelabelRule rule, Labels.Builder labels) {
        return labels.getOrEmpty(rule.targetLabel()).equals(joined(rule, labels));
    }

    private static Labels.Builder replace(RelabelRule rule, Labels.Builder labels) {
        Matcher match = rule.regex().match(joined(rule, labels));
        if (match == null) {
            return labels;
        }
        String target = RegexTemplate.expand(rule.targetLabel(), rule.regex(), match);
        if (!RelabelRuleCheck.isValidName(target)) {
            return labels;
        }
        return labels.set(target, RegexTemplate.expand(rule.replacement(), rule.regex(), match));
    }

    /// The last eight bytes of the MD5 sum, read as unsigned, modulo the rule's modulus. MD5 is not
    /// there for secrecy: it is what spreads targets over servers the same way everywhere.
    private static String hashMod(RelabelRule rule, Labels.Builder labels) {
        byte[] sum;
        try {
            sum =
                    MessageDigest.getInstance("MD5")
                            .digest(joined(rule, labels).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java runtime has MD5", e);
        }
        long hash = 0;
        for (int i = 8; i < 16; i++) {
            hash = (hash << 8) | (sum[i] & 0xff);
        }
        return Long.toUnsignedString(Long.remainderUnsigned(hash, rule.modulus()));
    }

    /// Character by character, as Go maps case: `String.toUpperCase` would make two letters of ß.
    private static Labels.Builder mapCase(
            RelabelRule rule, Labels.Builder labels, IntUnaryOperator mapping) {
        StringBuilder out = new StringBuilder();
        joined(rule, labels).codePoints().map(mapping).forEach(out::appendCodePoint);
        return labels.set(rule.targetLabel(), out.toString());
    }

    private static Labels.Builder labelMap(RelabelRule rule, Labels.Builder labels) {
        Labels before = labels.build();
        for (int i = 0; i < before.size(); i++) {
            @Nullable Matcher match = rule.regex().match(before.name(i));
            if (match != null) {
                String name = RegexTemplate.expand(rule.replacement(), rule.regex(), match);
                labels.set(name, before.value(i));
            }
        }
        return labels;
    }

    private static Labels.Builder removeNames(
            RelabelRule rule, Labels.Builder labels, boolean matching) {
        Labels before = labels.build();
        for (int i = 0; i < before.size(); i++) {
            if (rule.regex().matches(before.name(i)) == matching) {
                labels.remove(before.name(i));
            }
        }
        return labels;
    }
}
