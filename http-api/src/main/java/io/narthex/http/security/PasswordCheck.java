package io.narthex.http.security;

import at.favre.lib.crypto.bcrypt.BCrypt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Compares passwords with bcrypt's hashes, which takes some 100 ms of work each: one at a time, on
/// a thread of its own, and what was found is remembered. Remembered are hashes, never passwords.
///
/// Thread safety: safe for concurrent calls.
final class PasswordCheck {
    /// As many as Prometheus' exporters remember.
    private static final int REMEMBERED = 100;

    private static final int LONGEST_BYTES = 72;

    /// Guard themselves. Wrong passwords never push out right ones.
    private final Set<String> right = remembered();

    private final Set<String> wrong = remembered();

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), PasswordCheck::daemon);

    PasswordCheck() {
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        return Thread.ofPlatform().name("http-passwords").daemon(true).unstarted(task);
    }

    private static Set<String> remembered() {
        Map<String, Boolean> lru =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                        return size() > REMEMBERED;
                    }
                };
        return Collections.synchronizedSet(Collections.newSetFromMap(lru));
    }

    /// Whether a password is the one of a hash.
    ///
    /// @param user part of what is remembered, so that it takes as long for any name
    boolean matches(String user, String password, String hash) {
        String key = key(user, password, hash);
        if (right.contains(key)) {
            return true;
        }
        if (wrong.contains(key)) {
            return false;
        }
        boolean good = compare(password, hash);
        (good ? right : wrong).add(key);
        return good;
    }

    private boolean compare(String password, String hash) {
        Future<Boolean> answer = thread.submit(() -> isPassword(password, hash));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("comparing a password failed", e.getCause());
        }
    }

    private static boolean isPassword(String password, String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return bytes.length < LONGEST_BYTES
                && BCrypt.verifyer()
                        .verify(bytes, hash.getBytes(StandardCharsets.US_ASCII))
                        .verified;
    }

    private static String key(String user, String password, String hash) {
        MessageDigest digest = Hashing.sha256();
        for (String part : new String[] {user, hash, password}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (bytes.length >>> 16));
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
