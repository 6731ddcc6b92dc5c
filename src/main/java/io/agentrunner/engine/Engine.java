package io.agentrunner.engine;

import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of the runs. Every stage fails with {@link JournalUnavailable} while the
 * database is away and with {@link Draining} once this node is about to end.
 */
public interface Engine {

    /** Creates a run; it is durable when the stage completes. */
    CompletionStage<Started> start(StartRequest request);

    /**
     * Says something to a run: end, pause, go on, a decision, a signal. Empty for an unknown id.
     */
    CompletionStage<Optional<Told>> tell(RunId run, Fact fact);

    /**
     * Makes a run again that failed or was canceled, from the step that it did not finish. Empty
     * for an unknown id.
     *
     * @param reason why, in the words of whoever asks first
     */
    CompletionStage<Optional<Again>> retry(RunId run, @Nullable String reason);

    /** The same of nobody who says why. */
    default CompletionStage<Optional<Again>> retry(RunId run) {
        return retry(run, null);
    }

    /** The run as it is now, from memory where this node has it. Empty for an unknown id. */
    CompletionStage<Optional<Run>> find(RunId run);

    /** The run when it ends, or as it stands after {@code atMost}. Empty for an unknown id. */
    CompletionStage<Optional<Run>> await(RunId run, Duration atMost);

    /** What the steps of a run say while they work. */
    LiveOutputs output();

    Load load();

    /** How full this node is. */
    record Load(int activeRuns, int maxActiveRuns, int runningAttempts) {}

    Totals totals();

    /**
     * What this node has done since its process began.
     *
     * @param ended how many runs ended here, for each of the three ends
     */
    record Totals(long transitions, long started, Map<RunState, Long> ended) {}

    /** What became of a start. */
    sealed interface Started {
        record Created(Run run) implements Started {}

        /** The same request was made before under this idempotency key. */
        record Repeated(RunId run) implements Started {}

        /** Another request was made before under this idempotency key. */
        record KeyReused(RunId run) implements Started {}
    }

    /** What became of the wish to make a run again. */
    sealed interface Again {

        /** There is a new run, or was one since this was asked for first. */
        record Made(Started started) implements Again {}

        /** The run's state rules it out. */
        record Refused(Run run, Rejected why) implements Again {}
    }

    /** What became of a command. */
    sealed interface Told {

        /** The run as the command left it. */
        record Done(Run run) implements Told {}

        /** The run's state rules it out. */
        record Refused(Run run, Rejected why) implements Told {}
    }

    /** This node takes no new work: it is about to end, or not there yet. */
    final class Draining extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Draining() {
            super("the server is starting or shutting down");
        }
    }
}
