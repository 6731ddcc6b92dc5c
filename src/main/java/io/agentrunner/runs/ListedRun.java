package io.agentrunner.runs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.agentrunner.journal.RunRow;
import org.jspecify.annotations.Nullable;

/** A run in a list, as clients see it: without anything that may be large. */
public record ListedRun(@JsonUnwrapped RunHead run, @Nullable String currentStep) {

    static ListedRun of(RunRow row) {
        return new ListedRun(RunHead.of(row), row.currentStep());
    }
}
