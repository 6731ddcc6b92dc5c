package io.agentrunner.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** A run in a terminal: a line for each step that ended and, below, a bar that is drawn anew. */
final class ProgressBar {

    private static final int WIDTH = 24;
    private static final int TEXT = 60;

    private final PrintStream out;
    private final int total;
    private final boolean redraws =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private final long began = System.nanoTime();
    private int done;
    private String step = "";
    private String text = "";
    private long stepBegan = began;

    ProgressBar(PrintStream out, int total) {
        this.out = out;
        this.total = Math.max(1, total);
    }

    void started(String name, int attempt) {
        step = name;
        text = attempt > 1 ? "attempt " + attempt : "";
        stepBegan = System.nanoTime();
        draw();
    }

    void says(String line) {
        if (!line.isBlank()) {
            text = line.strip();
            draw();
        }
    }

    void completed(String name) {
        done++;
        line("  ✓ %-12s %s".formatted(name, seconds(stepBegan)));
        draw();
    }

    void failed(String name, String message) {
        line("  ✗ %-12s %s  %s".formatted(name, seconds(stepBegan), message));
        draw();
    }

    void end(String state, String message) {
        line(
                "%s in %s%s"
                        .formatted(state, seconds(began), message.isEmpty() ? "" : ": " + message));
    }

    private void line(String said) {
        out.print(redraws ? "\r\033[K" + said + "\n" : said + "\n");
        out.flush();
    }

    private void draw() {
        if (!redraws) {
            return;
        }
        int full = WIDTH * done / total;
        var bar = "█".repeat(full) + "░".repeat(WIDTH - full);
        var said = text.length() > TEXT ? text.substring(0, TEXT) + "…" : text;
        out.printf("\r\033[K  %s %d/%d %s  %s", bar, done, total, step, said);
        out.flush();
    }

    private static String seconds(long since) {
        return "%.1f s".formatted((System.nanoTime() - since) / 1e9);
    }
}
