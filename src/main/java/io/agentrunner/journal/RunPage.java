package io.agentrunner.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list of runs.
 *
 * @param nextCursor asks for the part after this one; null when this is the last
 * @param total how many runs match, on all pages
 * @param totalIsEstimate whether there are more than {@code total}
 */
public record RunPage(
        List<RunRow> rows, @Nullable String nextCursor, long total, boolean totalIsEstimate) {

    public RunPage {
        rows = List.copyOf(rows);
    }
}
