package io.agentrunner.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The embedded server's password: random, made once, in a file only its owner can read. */
record ServerPassword(Path file) {

    static ServerPassword in(Path dataDir) {
        var password = new ServerPassword(dataDir.resolve("postgres.password"));
        if (!Files.exists(password.file)) {
            password.make();
        }
        return password;
    }

    String text() {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw Refusal.of(file, e);
        }
    }

    /** Temporary files are made readable for their owner alone. */
    private void make() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        try {
            var written = Files.createTempFile(file.getParent(), "postgres", ".password.new");
            Files.writeString(written, HexFormat.of().formatHex(bytes) + "\n");
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Refusal.of(file, e);
        }
    }
}
