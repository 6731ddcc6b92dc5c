package io.agentrunner.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that whoever decides should see.
 *
 * @param name empty for data without names
 * @param text in a few words, or empty where it takes more
 */
public record DataRow(String name, String text, @Nullable Code code) {

    private static final int SHORT = 160;

    /** Of JSON text, member by member. */
    static List<DataRow> of(@Nullable String json) {
        var data = json == null ? null : Code.parse(json);
        if (data == null || data.isNull()) {
            return List.of();
        }
        return data.isObject()
                ? data.properties().stream().map(it -> of(it.getKey(), it.getValue())).toList()
                : List.of(of("", data));
    }

    private static DataRow of(String name, com.fasterxml.jackson.databind.JsonNode value) {
        if (value.isContainerNode()) {
            return new DataRow(name, "", Code.of(value.toString()));
        }
        var text = value.isNull() ? "–" : value.asText();
        return text.length() > SHORT || text.indexOf('\n') >= 0
                ? new DataRow(name, "", Code.plain(text))
                : new DataRow(name, text, null);
    }
}
