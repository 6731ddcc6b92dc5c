package io.agentrunner.steps;

import java.io.IOException;
import java.io.Writer;

/** Takes characters up to a limit and refuses the first beyond. */
final class SmallText extends Writer {

    private final int limit;
    private final StringBuilder text = new StringBuilder();

    SmallText(int limit) {
        this.limit = limit;
    }

    /** There is more than the limit. */
    static final class Full extends IOException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void write(char[] chars, int from, int length) throws IOException {
        if (length > limit - text.length()) {
            throw new Full();
        }
        text.append(chars, from, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
