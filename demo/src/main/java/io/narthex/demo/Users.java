package io.narthex.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The users of the service: `GET /users/{id}`.
///
/// A record is broken, as some are in every old table; reading it fails with an exception, which is
/// where this service's honest 500s come from.
///
/// Thread safety: immutable.
final class Users {
    /// Users 1 to this one exist.
    static final int COUNT = 960;

    /// The broken record. A quarter of all requests go to users, so that one in some 4,000 requests
    /// fails: visible, and within the error budget of 99.9%.
    static final int BROKEN = 534;

    Reply one(Call call) throws InterruptedException, NoSuchAlgorithmException {
        Backend.await(9, 0.6);
        int id = call.id();
        if (id < 1 || id > COUNT) {
            return Reply.error(404, "no such user");
        }
        String[] columns = record(id).split(";");
        int year = Integer.parseInt(columns[1]);
        return Reply.json(
                200,
                "{\"id\":%d,\"name\":%s,\"since\":%d,\"avatar\":\"%s\"}"
                        .formatted(id, Reply.quote(columns[0]), year, avatar(columns[0])));
    }

    private static String record(int id) {
        return "user " + id + ";" + (id == BROKEN ? "unknown" : 2000 + id % 25);
    }

    private static String avatar(String name) throws NoSuchAlgorithmException {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 8);
    }
}
