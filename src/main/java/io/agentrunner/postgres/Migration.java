package io.agentrunner.postgres;

import java.time.Instant;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

/** One step of the tables' history and where it stands. */
public record Migration(
        String version, String description, State state, @Nullable Instant installedOn) {

    /** FOREIGN: applied by a newer release, which this one lives with. */
    public enum State {
        PENDING,
        APPLIED,
        FAILED,
        FOREIGN
    }

    static Migration of(MigrationInfo info) {
        var on = info.getInstalledOn();
        return new Migration(
                info.getVersion().getVersion(),
                info.getDescription(),
                state(info),
                on == null ? null : on.toInstant());
    }

    private static State state(MigrationInfo info) {
        var state = info.getState();
        if (state.isFailed()) {
            return State.FAILED;
        }
        if (!state.isApplied()) {
            return State.PENDING;
        }
        return state.isResolved() ? State.APPLIED : State.FOREIGN;
    }
}
