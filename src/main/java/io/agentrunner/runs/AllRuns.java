package io.agentrunner.runs;

import io.agentrunner.journal.FeedItem;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the feed of all runs to one stream. Its reader knows its position although most events may
 * not be for it.
 */
final class AllRuns implements Consumer<FeedItem> {

    private final EventStream stream;
    private final Duration every;
    private @Nullable String untold;

    /** To be opened at once when its reader has a position. */
    AllRuns(EventStream stream, Duration every) {
        this.stream = stream;
        this.every = every;
    }

    void open() {
        stream.open(every, this::beat);
    }

    @Override
    public void accept(FeedItem item) {
        var position = item.position().toString();
        switch (item) {
            case FeedItem.Start _ -> begin(position);
            case FeedItem.Gap _ -> stream.write(Frames.gap(position));
            case FeedItem.Passed _ -> untold = position;
            case FeedItem.Event event -> tell(event, position);
        }
    }

    /** Not before: whoever sees the answer may count on everything that happens after it. */
    private void begin(String position) {
        open();
        stream.write(Frames.position(position));
    }

    private void tell(FeedItem.Event event, String position) {
        var entry = event.entry();
        untold = null;
        stream.write(Frames.event(position, entry.type(), EventView.of(entry).json()));
    }

    /** Whoever comes again after hours without an event need not go through all those again. */
    private String beat() {
        var position = untold;
        untold = null;
        return position == null ? Frames.BEAT : Frames.BEAT + Frames.position(position);
    }
}
