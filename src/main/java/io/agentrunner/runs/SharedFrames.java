package io.agentrunner.runs;

import io.agentrunner.journal.Entry;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the latest events look like on the streams of their runs: made once, however many follow the
 * same run.
 */
final class SharedFrames {

    private static final int PLACES = 256;

    /** In bytes; what is larger is made again for each reader instead of kept. */
    private static final int LARGEST = 16 << 10;

    private final AtomicReferenceArray<@Nullable Made> latest = new AtomicReferenceArray<>(PLACES);

    private record Made(Entry entry, Buffer frame) {}

    Buffer of(Entry entry) {
        int place = Math.floorMod(31 * entry.run().hashCode() + Long.hashCode(entry.seq()), PLACES);
        var known = latest.get(place);
        if (known != null && known.entry().equals(entry)) {
            return known.frame();
        }
        var data = EventView.of(entry).json();
        var frame = Buffer.buffer(Frames.event(String.valueOf(entry.seq()), entry.type(), data));
        if (frame.length() <= LARGEST) {
            latest.set(place, new Made(entry, frame));
        }
        return frame;
    }
}
