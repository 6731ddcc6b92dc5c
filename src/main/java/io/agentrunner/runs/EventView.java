package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.agentrunner.http.Json;
import io.agentrunner.journal.Entry;
import java.time.Instant;
import java.util.List;

/**
 * One committed event, as clients see it.
 *
 * @param data JSON
 */
public record EventView(
        String runId, long seq, String type, Instant at, @JsonRawValue String data) {

    /**
     * A page of one run's events.
     *
     * @param lastSeq where the next page begins: {@code ?after=lastSeq}
     */
    public record Page(List<EventView> items, long lastSeq) {

        public Page {
            items = List.copyOf(items);
        }

        static Page of(List<Entry> entries, long after) {
            var last = entries.isEmpty() ? after : entries.getLast().seq();
            return new Page(entries.stream().map(EventView::of).toList(), last);
        }
    }

    static EventView of(Entry entry) {
        return new EventView(
                entry.run().toString(), entry.seq(), entry.type(), entry.at(), entry.data());
    }

    String json() {
        return Json.write(this);
    }
}
