package io.agentrunner.engine;

import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Wait;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** How an attempt ended. */
public sealed interface Outcome {

    /**
     * It succeeded.
     *
     * @param result JSON text
     */
    record Completed(String result, List<Artifact> artifacts) implements Outcome {
        public Completed {
            artifacts = List.copyOf(artifacts);
        }
    }

    /**
     * It succeeded with a result that is too large for the journal; {@link LargeResults} take it.
     *
     * @param result without a secret in it
     */
    record Large(Text result, List<Artifact> artifacts) implements Outcome {
        public Large {
            artifacts = List.copyOf(artifacts);
        }

        /** JSON text that nobody has to have in memory. */
        public interface Text {

            /** Writes it; the same as often as it is asked for. */
            void writeTo(Writer out) throws IOException;
        }
    }

    /**
     * It failed.
     *
     * @param reason why the step ends if this was the last attempt
     */
    record Failed(Failure failure, Reason reason, List<Artifact> artifacts) implements Outcome {
        public Failed {
            artifacts = List.copyOf(artifacts);
        }

        /** By itself. */
        public Failed(Failure failure, List<Artifact> artifacts) {
            this(failure, Reason.STEP_FAILED, artifacts);
        }
    }

    /** It waits and holds nothing meanwhile; then it is executed again. */
    record Suspended(Wait what) implements Outcome {}

    /** It ended because it was told to; see {@link StopSignal}. */
    record Stopped(List<Artifact> artifacts) implements Outcome {
        public Stopped {
            artifacts = List.copyOf(artifacts);
        }
    }

    static Outcome completed(String result) {
        return new Completed(result, List.of());
    }

    static Outcome failed(String code, String message) {
        return new Failed(Failure.of(code, message), List.of());
    }
}
