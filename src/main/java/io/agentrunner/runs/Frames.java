package io.agentrunner.runs;

import io.agentrunner.http.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes over the wire of an event stream. */
final class Frames {

    /** A comment first: it makes proxies pass on the beginning. */
    static final String HELLO = ": agent-runner\n\nretry: 2000\n\n";

    static final String BEAT = ":\n\n";

    private Frames() {}

    static String event(@Nullable String id, String type, String data) {
        var frame = new StringBuilder(data.length() + 100);
        if (id != null) {
            frame.append("id: ").append(id).append('\n');
        }
        frame.append("event: ").append(type).append('\n');
        data.lines().forEach(line -> frame.append("data: ").append(line).append('\n'));
        return frame.append('\n').toString();
    }

    /** What the reader asked for can't be told; it goes on from that position. */
    static String gap(String position) {
        return event(position, "gap", Json.write(Map.of("position", position)));
    }

    /** Moves the place where a reader will go on, without telling it anything. */
    static String position(String id) {
        return "id: " + id + "\n\n";
    }
}
