package io.agentrunner.steps;

import io.agentrunner.catalog.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream of bytes into lines, an overlong one into pieces, with no secret in any of them.
 * What is no UTF-8, and a NUL, becomes the replacement character.
 */
final class MaskedLines {

    private static final int LONGEST = 16 * 1024;
    private static final char REPLACEMENT = '\uFFFD';

    private final Reader in;
    private final Secrets secrets;
    private final Sink sink;
    private final StringBuilder line = new StringBuilder();
    private final int cut;

    MaskedLines(InputStream in, Secrets secrets, Sink sink) {
        this.in = new InputStreamReader(in, StandardCharsets.UTF_8);
        this.secrets = secrets;
        this.sink = sink;
        this.cut = LONGEST + 4 * secrets.longest();
    }

    /** Takes lines, without their ends, or pieces of them. */
    interface Sink {
        void piece(String text, boolean endsLine);
    }

    void readAll() throws IOException {
        var chars = new char[8192];
        for (int n = in.read(chars); n >= 0; n = in.read(chars)) {
            for (int i = 0; i < n; i++) {
                take(chars[i]);
            }
        }
        if (!line.isEmpty()) {
            sink.piece(secrets.mask(line.toString()), false);
        }
    }

    private void take(char c) {
        if (c == '\n') {
            sink.piece(secrets.mask(withoutReturn()), true);
            line.setLength(0);
            return;
        }
        line.append(c == 0 ? REPLACEMENT : c);
        if (line.length() > cut + secrets.longest()) {
            passPiece(place());
        }
    }

    private String withoutReturn() {
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    private void passPiece(int end) {
        sink.piece(secrets.mask(line.substring(0, end)), false);
        line.delete(0, end);
    }

    /** Where the line may be cut: not in a secret, nor where one might have begun. */
    private int place() {
        for (int place = cut; place > cut / 2; place -= secrets.longest() / 2 + 1) {
            if (!isInSecret(place) && !Character.isLowSurrogate(line.charAt(place))) {
                return place;
            }
        }
        return cut;
    }

    private boolean isInSecret(int place) {
        var left = line.substring(Math.max(0, place - secrets.longest()), place);
        var right = line.substring(place, Math.min(line.length(), place + secrets.longest()));
        return !secrets.mask(left + right).equals(secrets.mask(left) + secrets.mask(right));
    }
}
