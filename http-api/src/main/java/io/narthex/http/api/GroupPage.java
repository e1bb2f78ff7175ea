package io.narthex.http.api;

import io.narthex.http.RulesView.Group;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Which page of the rule groups a request asks for.
///
/// @param limit most groups; 0 for all
/// @param from token of the first group; empty for the first page
record GroupPage(int limit, String from) {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    static GroupPage of(ApiRequest request) throws ApiException {
        String limit = request.urlParams().get("group_limit");
        String token = request.urlParams().get("group_next_token");
        if (limit.isEmpty()) {
            if (!token.isEmpty()) {
                throw ApiException.invalidParameter(
                        "group_next_token",
                        "group_limit needs to be present in order to paginate over the groups");
            }
            return new GroupPage(0, "");
        }
        int parsed = number(limit);
        if (parsed <= 0) {
            throw invalidLimit("group_limit needs to be greater than 0");
        }
        return new GroupPage(parsed, token);
    }

    private static int number(String text) throws ApiException {
        boolean digits = INTEGER.matcher(text).matches();
        if (digits) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException _) {
                // Too large for an `int`: told below.
            }
        }
        throw invalidLimit(
                "group_limit needs to be a valid number: strconv.ParseInt: parsing "
                        + ApiException.quote(text)
                        + (digits ? ": value out of range" : ": invalid syntax"));
    }

    private static ApiException invalidLimit(String reason) {
        return ApiException.invalidParameter("group_limit", reason);
    }

    /// The groups from the one that the token names.
    List<Group> begin(List<Group> groups) throws ApiException {
        if (from.isEmpty()) {
            return groups;
        }
        for (int i = 0; i < groups.size(); i++) {
            if (from.equals(token(groups.get(i)))) {
                return groups.subList(i, groups.size());
            }
        }
        throw ApiException.invalidParameter(
                "group_next_token",
                "invalid group_next_token '" + from + "'. were rule groups changed?");
    }

    boolean isFull(List<Group> shown) {
        return limit > 0 && shown.size() == limit;
    }

    /// What names a group to begin the next page with.
    static String token(Group group) {
        byte[] key = (group.file() + ";" + group.name()).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java platform has SHA-256", e);
        }
    }
}
