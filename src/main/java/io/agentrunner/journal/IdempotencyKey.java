package io.agentrunner.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A client's name for one request, so that repeating it has no further effect.
 *
 * @param key SHA-256 of the key and what it is used for, in hex
 * @param body SHA-256 of the request's body, in hex
 */
public record IdempotencyKey(String key, String body) {

    public IdempotencyKey {
        requireHash(key);
        requireHash(body);
    }

    /**
     * Hashes what the client sent.
     *
     * @param use what is asked for, such as {@code POST /runs}: keys of different uses don't clash
     */
    public static IdempotencyKey of(String use, String key, byte[] body) {
        return new IdempotencyKey(
                sha256((use + "\n" + key).getBytes(StandardCharsets.UTF_8)), sha256(body));
    }

    private static void requireHash(String hex) {
        if (HexFormat.of().parseHex(hex).length != 32) {
            throw new IllegalArgumentException("no SHA-256: " + hex);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
