package io.agentrunner.dashboard;

import io.agentrunner.run.Reason;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A state as it is shown: never by colour alone.
 *
 * @param css names the colour: {@code is-running}
 * @param icon id of its symbol: {@code i-running}
 * @param word {@code Running}
 * @param why the reason in words, or empty
 */
public record Mark(String css, String icon, String word, String why) {

    static Mark of(RunState state, @Nullable Reason reason) {
        return of(state.name(), reason);
    }

    static Mark of(StepState state, @Nullable Reason reason) {
        return of(state.name(), reason);
    }

    Mark because(String text) {
        return new Mark(css, icon, word, text);
    }

    private static Mark of(String state, @Nullable Reason reason) {
        var name = state.toLowerCase(Locale.ROOT);
        return new Mark("is-" + name, icon(name, reason), Words.sentence(state), why(reason));
    }

    private static String icon(String state, @Nullable Reason reason) {
        if (state.equals("waiting") && reason == Reason.RETRY) {
            return "i-retry";
        }
        if (state.equals("waiting") && reason == Reason.PAUSED) {
            return "i-paused";
        }
        return state.equals("skipped") ? "i-pending" : "i-" + state;
    }

    private static String why(@Nullable Reason reason) {
        return reason == null
                ? ""
                : reason == Reason.CANCEL_REQUESTED ? "On request" : Words.sentence(reason.name());
    }
}
