package io.narthex.model;

import java.util.Arrays;
import java.util.List;

/// What a commit did with each sample of its batch.
///
/// @param accepted number of samples stored; a sample equal to the newest one of its series counts
/// @param rejections the others, ascending by index
public record CommitResult(int accepted, List<Rejection> rejections) {
    /// A sample that was not stored.
    ///
    /// @param index position among the batch's samples, from 0
    public record Rejection(int index, AppendStatus status) {}

    /// A result in which every sample was stored.
    public static CommitResult allAccepted(int samples) {
        return new CommitResult(samples, List.of());
    }

    /// How many samples were rejected for one reason.
    public int count(AppendStatus status) {
        return (int) rejections.stream().filter(r -> r.status() == status).count();
    }

    /// A short text for logs, such as `980 accepted, 20 OUT_OF_ORDER`.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder().append(accepted).append(" accepted");
        Arrays.stream(AppendStatus.values())
                .filter(s -> count(s) > 0)
                .forEach(s -> out.append(", ").append(count(s)).append(' ').append(s));
        return out.toString();
    }
}
