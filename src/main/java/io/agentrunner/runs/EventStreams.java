package io.agentrunner.runs;

import io.agentrunner.engine.LiveOutputs;
import io.agentrunner.http.Json;
import io.agentrunner.journal.Entry;
import io.agentrunner.journal.Feed;
import io.agentrunner.journal.FeedItem;
import io.agentrunner.journal.FeedPosition;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that this server is sending. */
final class EventStreams {

    private final Feed feed;
    private final LiveOutputs output;
    private final Duration every;
    private final SharedFrames frames = new SharedFrames();
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    /** Streams that say so often that they are still there. */
    EventStreams(Feed feed, LiveOutputs output, Duration every) {
        this.feed = feed;
        this.output = output;
        this.every = every;
    }

    /**
     * The same for a reader that says to have seen more than there is. The database was restored,
     * or it comes from another one.
     */
    void followAfterGap(EventStream stream, RunId run, long last) {
        follow(stream, run, last);
        stream.write(Frames.gap(String.valueOf(last)));
    }

    /** The events of one run after that seq, and meanwhile what its steps say. */
    void follow(EventStream stream, RunId run, long after) {
        begin(stream);
        stream.open(every, () -> Frames.BEAT);
        var lines = new LiveLines(stream);
        var listening = output.listen(run, lines);
        stream.whenClosed(listening::close);
        var pump =
                new Pump<Entry>(
                        stream,
                        entry -> {
                            lines.flush();
                            stream.write(frames.of(entry));
                        },
                        () -> {
                            lines.flush();
                            end(stream, run);
                        });
        feed.follow(run, after).subscribe(pump);
        stream.whenClosed(pump::cancel);
    }

    /** The events of all runs after that position, or from now on. */
    void followAll(EventStream stream, Optional<FeedPosition> from, EventFilter filter) {
        begin(stream);
        var all = new AllRuns(stream, every);
        if (from.isPresent()) {
            all.open();
        }
        var pump = new Pump<FeedItem>(stream, all, stream::end);
        feed.followAll(from.orElse(null), filter::wants).subscribe(pump);
        stream.whenClosed(pump::cancel);
    }

    /** Ends every stream in good order: none of them is at its end, so readers come again. */
    void endAll() {
        open.forEach(stream -> stream.run(stream::end));
    }

    private void begin(EventStream stream) {
        open.add(stream);
        stream.whenClosed(() -> open.remove(stream));
    }

    private static void end(EventStream stream, RunId run) {
        stream.write(Frames.event(null, "end", Json.write(Map.of("runId", run.toString()))));
        stream.end();
    }
}
