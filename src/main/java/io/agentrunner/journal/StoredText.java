package io.agentrunner.journal;

/** Says whether PostgreSQL can keep a JSON text and read it as jsonb again, and how long it is. */
final class StoredText {

    private StoredText() {}

    /**
     * Its size in UTF-8.
     *
     * @throws Unstorable for U+0000 and for half a surrogate pair, as characters or escaped
     */
    static int size(String json) {
        int bytes = 0;
        int length = json.length();
        for (int i = 0; i < length; i++) {
            char c = json.charAt(i);
            if (c < 0x80) {
                bytes++;
                if (c == '\\') {
                    int end = escape(json, i);
                    bytes += end - i;
                    i = end;
                } else if (c == 0) {
                    throw new Unstorable("it holds the character U+0000");
                }
            } else if (!Character.isSurrogate(c)) {
                bytes += c < 0x800 ? 2 : 3;
            } else if (isPair(c, i + 1 < length ? json.charAt(i + 1) : 0)) {
                bytes += 4;
                i++;
            } else {
                throw new Unstorable("it holds half of a surrogate pair");
            }
        }
        return bytes;
    }

    /** Where the escape that begins at {@code i} ends; both halves of a pair are one. */
    private static int escape(String json, int i) {
        int unit = unit(json, i);
        if (unit < 0) {
            return i + 1;
        }
        if (unit == 0) {
            throw new Unstorable("it holds the character U+0000");
        }
        if (!Character.isSurrogate((char) unit)) {
            return i + 5;
        }
        int next = unit(json, i + 6);
        if (next < 0 || !isPair((char) unit, (char) next)) {
            throw new Unstorable("it holds half of a surrogate pair");
        }
        return i + 11;
    }

    /** The UTF-16 unit escaped at {@code i}, -1 when no such escape begins there. */
    private static int unit(String json, int i) {
        return i + 6 <= json.length() && json.charAt(i) == '\\' && json.charAt(i + 1) == 'u'
                ? Integer.parseInt(json, i + 2, i + 6, 16)
                : -1;
    }

    private static boolean isPair(char high, char low) {
        return Character.isHighSurrogate(high) && Character.isLowSurrogate(low);
    }

    /** Names what the database would refuse or, worse, change. */
    static final class Unstorable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String why;

        Unstorable(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
