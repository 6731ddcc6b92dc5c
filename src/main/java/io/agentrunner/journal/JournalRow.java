package io.agentrunner.journal;

import com.fasterxml.jackson.core.JsonToken;
import io.agentrunner.run.RunId;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One transition of one run as it is stored.
 *
 * @param seq number of its first event
 * @param last number of its last event
 * @param events the events as a JSON array
 */
record JournalRow(RunId run, long seq, long last, Instant at, String events) {

    /** From the columns {@code seq, last, at, events}. */
    static JournalRow of(RunId run, Row row) {
        return new JournalRow(
                run,
                row.getInteger("seq"),
                row.getInteger("last"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("events"));
    }

    /** Its events one by one. */
    List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        try (var json = JsonFields.parser(events)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                var type = "";
                var data = "{}";
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    var name = json.currentName();
                    json.nextToken();
                    switch (name) {
                        case "type" -> type = json.getText();
                        case "data" -> data = JsonFields.rawValue(json, events);
                        default -> json.skipChildren();
                    }
                }
                entries.add(new Entry(run, seq + entries.size(), type, at, data));
            }
            return entries;
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not JSON: " + events, malformed);
        }
    }
}
