package io.agentrunner.steps;

import io.agentrunner.engine.LiveOutput;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an attempt has said so far. */
final class Heard implements LiveOutput {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void line(String stream, String text) {
        lines.add(stream + ": " + text);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The numbers it has said, one a line. */
    List<Long> numbers() {
        return lines.stream()
                .map(line -> line.replaceFirst("^[a-z]+: ", ""))
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .toList();
    }
}
