package io.narthex.server.annotations;

import io.narthex.http.Annotations;
import io.narthex.model.Labels;
import io.narthex.rules.AlertListener;
import io.narthex.rules.RuleName;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.alert.AlertTransition;

import java.util.ArrayList;
import java.util.List;

/// Notes from when until when alerts fire.
///
/// @param book where it is noted
///
/// Thread safety: safe for concurrent calls.
public record AlertMarks(AnnotationBook book) implements AlertListener {
    private static final String KIND = "alert";
    private static final String NAME = "alertname";

    /// Some alerts have more labels than an annotation has tags.
    private static final int MOST_TAGS = 20;

    private static final int LONGEST_TAG = 200;

    @Override
    public void changed(RuleName rule, AlertTransition transition) {
        boolean fired = transition.from() == AlertState.FIRING;
        boolean fires = transition.to() == AlertState.FIRING;
        if (fired == fires) {
            return;
        }
        List<String> tags = tags(transition.labels());
        if (fires) {
            long _ =
                    book.add(
                            new Annotations.Wanted(
                                    transition.time(), null, KIND, cut(rule.rule()), tags));
        } else {
            // Where it is not known any more, nothing is to be ended.
            boolean _ =
                    book.end(
                            note ->
                                    note.kind().equals(KIND)
                                            && note.text().equals(cut(rule.rule()))
                                            && note.tags().equals(tags),
                            transition.time());
        }
    }

    private static List<String> tags(Labels labels) {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < labels.size() && tags.size() < MOST_TAGS; i++) {
            if (!labels.name(i).equals(NAME)) {
                tags.add(cut(labels.name(i) + "=" + labels.value(i)));
            }
        }
        return tags;
    }

    /// At most as long as a tag may be, and no half of a character at the end.
    private static String cut(String text) {
        if (text.length() <= LONGEST_TAG) {
            return text;
        }
        boolean half = Character.isHighSurrogate(text.charAt(LONGEST_TAG - 1));
        return text.substring(0, half ? LONGEST_TAG - 1 : LONGEST_TAG);
    }
}
