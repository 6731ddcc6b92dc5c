package io.agentrunner.steps;

import io.agentrunner.engine.LiveOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the output of an attempt goes as it comes: shown live, kept in a file up to a limit, and
 * its end kept at hand. After closing it takes nothing more.
 */
final class OutputLog implements AutoCloseable {

    static final int STDOUT = 64 * 1024;
    static final String NOTE = "agent-runner: ";
    private static final int SHOWN_LINE = 1000;

    private final LiveOutput live;
    private final OutputStream file;
    private final long limit;
    private final StringBuilder stdout = new StringBuilder();
    private String lastOutput = "";
    private String lastError = "";
    private long size;
    private boolean isOpen = true;
    private boolean isFull;

    OutputLog(Path file, long limit, LiveOutput live) throws IOException {
        this.file = new BufferedOutputStream(Files.newOutputStream(file));
        this.limit = limit;
        this.live = live;
    }

    synchronized void output(String text, boolean endsLine) {
        if (isOpen) {
            live.line("stdout", text);
            lastOutput = text.isBlank() ? lastOutput : text;
            remember(endsLine ? text + "\n" : text);
            keep(endsLine ? text + "\n" : text);
        }
    }

    synchronized void error(String text, boolean endsLine) {
        if (isOpen) {
            live.line("stderr", text);
            lastError = text.isBlank() ? lastError : text;
            keep(endsLine ? text + "\n" : text);
        }
    }

    /** Something that not the command says. */
    synchronized void note(String text) {
        if (isOpen) {
            live.line("stderr", NOTE + text);
            keep(NOTE + text + "\n");
        }
    }

    /** The end of the standard output, without the line breaks after it, as in {@code $(…)}. */
    synchronized String stdout() {
        var bytes = withoutBreaks().getBytes(StandardCharsets.UTF_8);
        int from = Math.max(0, bytes.length - STDOUT);
        while (from > 0 && from < bytes.length && (bytes[from] & 0xC0) == 0x80) {
            from++;
        }
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    /** The last line that says something, of the errors if there is one. */
    synchronized String lastLine() {
        return Text.start((lastError.isEmpty() ? lastOutput : lastError).strip(), SHOWN_LINE);
    }

    @Override
    public synchronized void close() throws IOException {
        isOpen = false;
        file.close();
    }

    private String withoutBreaks() {
        int end = stdout.length();
        while (end > 0 && stdout.charAt(end - 1) == '\n') {
            end--;
        }
        return stdout.substring(0, end);
    }

    private void remember(String text) {
        stdout.append(text);
        if (stdout.length() > 4 * STDOUT) {
            stdout.delete(0, stdout.length() - 2 * STDOUT);
        }
    }

    private void keep(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (isFull) {
            return;
        }
        if (size + bytes.length > limit) {
            fill("\n" + NOTE + "more than " + limit + " bytes of output are not kept\n");
            return;
        }
        write(bytes);
    }

    private void fill(String lastWords) {
        write(lastWords.getBytes(StandardCharsets.UTF_8));
        isFull = true;
    }

    /** A full disk ends the file and not the command. */
    private void write(byte[] bytes) {
        try {
            file.write(bytes);
            size += bytes.length;
        } catch (IOException e) {
            isFull = true;
            live.line("stderr", NOTE + "the output can't be kept: " + Text.reason(e));
        }
    }
}
