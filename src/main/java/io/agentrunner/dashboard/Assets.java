package io.agentrunner.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The stylesheet and the script, under an address that changes with their content, so that browsers
 * may keep them for ever.
 */
final class Assets {

    private static final String FOLDER = "/META-INF/resources/assets/";
    private static final String SCRIPT = "text/javascript;charset=UTF-8";
    private static final Map<String, String> TYPES =
            Map.of(
                    "app.css", "text/css;charset=UTF-8",
                    "favicon.svg", "image/svg+xml",
                    "app.js", SCRIPT,
                    "clock.js", SCRIPT,
                    "inbox.js", SCRIPT,
                    "live.js", SCRIPT,
                    "morph.js", SCRIPT,
                    "output.js", SCRIPT,
                    "run.js", SCRIPT,
                    "runs.js", SCRIPT);
    private static final String VERSION = version();

    private Assets() {}

    static String folder() {
        return "/assets/" + VERSION;
    }

    /** Its content type; empty when there is no such file. */
    static Optional<String> type(String file) {
        return Optional.ofNullable(TYPES.get(file));
    }

    static byte[] read(String file) {
        try (var in = Assets.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + file);
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String version() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            TYPES.keySet().stream().sorted().forEach(file -> digest.update(read(file)));
            return HexFormat.of().formatHex(digest.digest(), 0, 5);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
