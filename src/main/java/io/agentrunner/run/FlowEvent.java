package io.agentrunner.run;

import io.agentrunner.workflow.Flow.Turn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of the way through a timeline. */
public sealed interface FlowEvent extends RunEvent {
    StepKey step();

    /** A rule has decided what follows a step that has ended. */
    sealed interface Turned extends FlowEvent {
        Way way();

        /** Which rules were asked. */
        Turn turn();

        static Turned of(Turn turn, StepKey step, Way way, Instant at) {
            return switch (turn) {
                case DIVERGE -> new Diverged(step, way, at);
                case BRANCH -> new Branched(step, way, at);
            };
        }
    }

    /** What follows a step that failed for good. */
    record Diverged(StepKey step, Way way, Instant at) implements Turned {
        @Override
        public Turn turn() {
            return Turn.DIVERGE;
        }
    }

    /** What follows a step that succeeded. */
    record Branched(StepKey step, Way way, Instant at) implements Turned {
        @Override
        public Turn turn() {
            return Turn.BRANCH;
        }
    }

    /** A step was passed over on the way to a later one. */
    record StepSkipped(StepKey step, String type, Instant at) implements FlowEvent {}

    /**
     * Where it goes on.
     *
     * @param rule which of them decided, from 1
     * @param name what people call it; null where it has no name
     * @param to the step that comes next; null when none does
     * @param values what the rule looked at, a JSON object
     * @param dropped steps that will be taken again: what they came to is seen no more
     */
    record Way(
            int rule,
            @Nullable String name,
            Direction direction,
            @Nullable String to,
            String values,
            List<String> dropped) {
        public Way {
            dropped = List.copyOf(dropped);
        }

        /** By a rule that has no name. */
        public Way(
                int rule,
                Direction direction,
                @Nullable String to,
                String values,
                List<String> dropped) {
            this(rule, null, direction, to, values, dropped);
        }
    }

    /** Which way it goes. */
    enum Direction {
        CONTINUE,
        BACK_TO,
        SKIP_TO,
        FAIL
    }
}
