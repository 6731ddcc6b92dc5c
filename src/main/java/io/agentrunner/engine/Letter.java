package io.agentrunner.engine;

import io.agentrunner.engine.Engine.Told;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.AwaitCapacity;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunCommand.RecordEffect;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A command on its way to a run, with the reply that is owed to whoever sent it. */
record Letter(RunCommand command, CompletableFuture<Told> reply) {

    /** Somebody asked for something about a run that has just left this node: look again. */
    static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    Letter(RunCommand command) {
        this(command, new CompletableFuture<>());
    }

    void answer(Told told) {
        reply.complete(told);
    }

    void fail(Throwable mistake) {
        reply.completeExceptionally(mistake);
    }

    /** The run has left this node: whoever asked has to look again. */
    void sendBack() {
        reply.completeExceptionally(new Left());
    }

    /** Whether it is about a run that may be going on elsewhere by now. */
    boolean takesRun() {
        return switch (command) {
            case Start _, WakeUp _, Hear _ -> true;
            case Recover _, CompleteStep _, FailStep _, SuspendStep _ -> false;
            case StopStep _, HandOver _, RecordEffect _, AwaitCapacity _, Fail _ -> false;
        };
    }

    /** Whether it is about attempts that are this node's to care for. */
    boolean isAboutOwnAttempts() {
        return switch (command) {
            case CompleteStep _, FailStep _, SuspendStep _, StopStep _ -> true;
            case HandOver _, Recover _ -> true;
            case Start _, WakeUp _, Hear _ -> false;
            case RecordEffect _, AwaitCapacity _, Fail _ -> false;
        };
    }

    /** What the database refuses as it is, told in a way that can be kept: the run fails alone. */
    Letter harmless(String detail) {
        var why = Failure.of("UNWRITABLE", "the outcome can't be stored: " + detail);
        RunCommand harmless =
                switch (command) {
                    case CompleteStep(var step, var attempt, _, _) ->
                            new FailStep(step, attempt, why, Reason.PAYLOAD_LIMIT, List.of(), 0.5);
                    default -> new Fail(Reason.PAYLOAD_LIMIT, why.message());
                };
        return new Letter(harmless, reply);
    }
}
