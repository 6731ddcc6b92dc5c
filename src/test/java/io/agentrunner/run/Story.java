package io.agentrunner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What a run has been through so far; {@code when} asks for something, {@code then} judges. */
record Story(Workflow workflow, List<RunEvent> events) {

    /** A run of {@link Samples#TWO_STEPS} to which that has happened. */
    static Story given(RunEvent... events) {
        return new Story(Samples.TWO_STEPS, List.of(events));
    }

    Story in(Workflow other) {
        return new Story(other, events);
    }

    Story and(List<RunEvent> more) {
        return new Story(workflow, Stream.concat(events.stream(), more.stream()).toList());
    }

    Run run() {
        return Run.fold(Samples.ID, events);
    }

    /** Asked at the moment of what happened last. */
    Answer when(RunCommand command) {
        return when(command, run().updatedAt());
    }

    Answer when(Fact fact) {
        return when(new Hear(fact));
    }

    Answer when(Fact fact, Instant now) {
        return when(new Hear(fact), now);
    }

    Answer when(RunCommand command, Instant now) {
        return when(command, new Here(Samples.NODE, now, Truths.PLAIN));
    }

    Answer when(RunCommand command, Here here) {
        return new Answer(this, RunDecider.decide(workflow, run(), command, here));
    }

    /** A node that does not have the run is told, and leaves it to the one that has. */
    Answer whenElsewhere(Fact fact) {
        var here = new Here("n2", run().updatedAt());
        return new Answer(this, RunDecider.record(workflow, run(), fact, here));
    }

    StepRun step(StepKey key) {
        return run().steps().find(key).orElseThrow();
    }

    /** What a command led to. */
    record Answer(Story story, Decision decision) {

        /** Exactly these events, in that order; the story goes on after them. */
        Story then(RunEvent... expected) {
            assertThat(accepted()).containsExactly(expected);
            return after();
        }

        void thenNothing() {
            assertThat(accepted()).isEmpty();
        }

        void thenRejected(Rule rule) {
            assertThat(decision).asInstanceOf(type(Rejected.class)).returns(rule, Rejected::rule);
        }

        /** The story with whatever events followed. */
        Story after() {
            return story.and(accepted());
        }

        private List<RunEvent> accepted() {
            assertThat(decision).isInstanceOf(Accepted.class);
            return ((Accepted) decision).events();
        }
    }
}
