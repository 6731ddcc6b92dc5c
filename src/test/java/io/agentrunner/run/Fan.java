package io.agentrunner.run;

import static io.agentrunner.run.Samples.BROKEN;
import static io.agentrunner.run.Samples.CREATED;
import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static io.agentrunner.run.Samples.STARTED;
import static io.agentrunner.run.Samples.branches;
import static io.agentrunner.run.Samples.parallel;
import static io.agentrunner.run.Samples.step;
import static io.agentrunner.run.Samples.suspend;
import static io.agentrunner.run.Samples.workflow;
import static io.agentrunner.run.Story.given;

import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.Nested.OnError;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.List;

/** Three steps at the same time inside another, as the examples speak of them. */
final class Fan {

    static final StepKey F = StepKey.first("f");
    static final StepKey FA = StepKey.first("f.a");
    static final StepKey FB = StepKey.first("f.b");
    static final StepKey FC = StepKey.first("f.c");
    static final Instant LATER = NOON.plusSeconds(60);
    static final Wait SLEEP = new Wait.Sleep("sleeps", LATER);

    private Fan() {}

    static Step fan(int maxParallel, OnError onError) {
        return parallel("f", maxParallel, onError, step("a"), step("b"), step("c"));
    }

    static Story begun(Workflow workflow) {
        return given(CREATED, STARTED, startsAs(F, workflow.first().type())).in(workflow);
    }

    /** The steps inside have begun, and that has been told of them. */
    static Story inside(int maxParallel, OnError onError, RunCommand... told) {
        var story =
                begun(workflow(fan(maxParallel, onError), step("z")))
                        .when(suspend(F, branches()))
                        .after();
        for (var command : told) {
            story = story.when(command).after();
        }
        return story;
    }

    static FailStep fail(StepKey step) {
        return new FailStep(step, 1, BROKEN, Reason.STEP_FAILED, List.of(), 0.5);
    }

    static StepStarted starts(StepKey step) {
        return startsAs(step, "shell");
    }

    static StepStarted startsAs(StepKey step, String type) {
        return new StepStarted(step, type, 1, NODE, NOON);
    }

    static StepCompleted completed(StepKey step) {
        return new StepCompleted(step, 1, "1", NOON);
    }

    static StepFailed failed(StepKey step) {
        return new StepFailed(step, 1, Reason.STEP_FAILED, BROKEN, NOON);
    }
}
