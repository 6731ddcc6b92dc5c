package io.agentrunner.engine;

import io.agentrunner.run.RunId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the latest lines of each active run and passes new ones on. */
final class Outputs implements LiveOutputs {

    private static final int MAX_LINES = 2_000;
    private static final int MAX_CHARACTERS = 256 * 1024;

    private final Map<RunId, Channel> channels = new ConcurrentHashMap<>();

    /** The run is on this node, and what it says is heard. */
    void open(RunId run) {
        channels.compute(
                run,
                (_, existing) -> {
                    var channel = existing == null ? new Channel() : existing;
                    channel.open();
                    return channel;
                });
    }

    /** What is said of a run after it has left is lost. */
    void say(Line line) {
        var channel = channels.get(line.run());
        if (channel != null) {
            channel.say(line);
        }
    }

    /** The run has left this node: what it said is in its artifacts. */
    void forget(RunId run) {
        channels.computeIfPresent(run, (_, channel) -> channel.emptied());
    }

    @Override
    public List<Line> recent(RunId run) {
        var channel = channels.get(run);
        return channel == null ? List.of() : channel.recent();
    }

    @Override
    public Subscription listen(RunId run, Consumer<Line> listener) {
        channels.compute(
                run,
                (_, existing) -> {
                    var channel = existing == null ? new Channel() : existing;
                    channel.join(listener);
                    return channel;
                });
        return () -> channels.computeIfPresent(run, (_, channel) -> channel.left(listener));
    }

    private static final class Channel {
        private final Deque<Line> lines = new ArrayDeque<>(1);
        private final List<Consumer<Line>> listeners = new ArrayList<>();
        private int characters;
        private boolean open;

        synchronized void open() {
            open = true;
        }

        synchronized void say(Line line) {
            if (!open) {
                return;
            }
            lines.add(line);
            characters += line.text().length();
            while (lines.size() > MAX_LINES || characters > MAX_CHARACTERS) {
                characters -= lines.remove().text().length();
            }
            listeners.forEach(listener -> pass(line, listener));
        }

        /** A listener that fails is no business of the step that speaks. */
        private static void pass(Line line, Consumer<Line> listener) {
            try {
                listener.accept(line);
            } catch (RuntimeException mistake) {
                Log.failed("listening to run " + line.run(), mistake);
            }
        }

        synchronized List<Line> recent() {
            return List.copyOf(lines);
        }

        synchronized void join(Consumer<Line> listener) {
            lines.forEach(listener);
            listeners.add(listener);
        }

        /** Without that listener; null when the channel has no use any more. */
        synchronized @Nullable Channel left(Consumer<Line> listener) {
            listeners.remove(listener);
            return listeners.isEmpty() && !open ? null : this;
        }

        synchronized @Nullable Channel emptied() {
            open = false;
            lines.clear();
            characters = 0;
            return listeners.isEmpty() ? null : this;
        }
    }
}
