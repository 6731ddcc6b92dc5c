package io.agentrunner.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a form comes from a page of this server: only our own pages can read the token they
 * are given. Good for one address, for hours, across restarts.
 */
public final class FormToken {

    /** The form's field that carries it. */
    public static final String FIELD = "_token";

    private static final Duration VALID = Duration.ofHours(12);
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec secret;
    private final InstantSource clock;

    FormToken(byte[] secret, InstantSource clock) {
        this.secret = new SecretKeySpec(secret, HMAC);
        this.clock = clock;
    }

    /**
     * A token for a form.
     *
     * @param action path the form posts to, as in its {@code action}: {@code /runs/0199…/cancel}
     */
    public String issue(String action) {
        return token(clock.instant().plus(VALID).getEpochSecond(), action);
    }

    /** Whether it was issued for that path not too long ago. */
    public boolean check(String action, @Nullable String token) {
        var bytes = decoded(token);
        if (bytes.length <= Long.BYTES) {
            return false;
        }
        long until = ByteBuffer.wrap(bytes).getLong();
        var genuine = token(until, action).getBytes(StandardCharsets.US_ASCII);
        return clock.instant().getEpochSecond() < until
                && token != null
                && MessageDigest.isEqual(genuine, token.getBytes(StandardCharsets.US_ASCII));
    }

    private String token(long until, String action) {
        var time = ByteBuffer.allocate(Long.BYTES).putLong(until).array();
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(secret);
            mac.update(time);
            var hash = mac.doFinal(action.getBytes(StandardCharsets.UTF_8));
            var both = ByteBuffer.allocate(time.length + hash.length).put(time).put(hash).array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has " + HMAC, impossible);
        }
    }

    private static byte[] decoded(@Nullable String token) {
        try {
            return token == null ? new byte[0] : Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
