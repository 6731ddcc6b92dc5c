package io.agentrunner.engine;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.run.Failure;
import io.agentrunner.workflow.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes attempts: finds the executor of the kind, keeps to its limit, and survives whatever it
 * does.
 */
final class Attempts {

    private final Map<String, StepExecutor> executors;
    private final Executor blocking;
    private final LargeResults largeResults;
    private final Secrets secrets;
    private final Slots slots = new Slots();

    Attempts(
            List<StepExecutor> executors,
            Executor blocking,
            LargeResults largeResults,
            Secrets secrets) {
        this.executors =
                executors.stream()
                        .collect(Collectors.toMap(StepExecutor::type, Function.identity()));
        this.blocking = blocking;
        this.largeResults = largeResults;
        this.secrets = secrets;
    }

    /** Hash of the program's code that a step executes. */
    Optional<String> code(Step step) {
        var executor = executors.get(step.type());
        return executor == null ? Optional.empty() : executor.code(step.settings());
    }

    /**
     * Makes the attempt; {@code begun} is called when it has its turn, {@code done} once, on
     * whatever thread it ended on.
     */
    void make(StepTask task, Runnable begun, Consumer<Outcome> done) {
        var executor = executors.get(task.type());
        if (executor == null) {
            done.accept(
                    Outcome.failed(
                            "UNKNOWN_STEP_TYPE",
                            "this server has no steps of type " + task.type()));
            return;
        }
        Runnable work =
                () -> {
                    begun.run();
                    begin(executor, task, done);
                };
        slots.take(task.type(), executor.limit(), work);
        task.stop()
                .whenGiven(
                        () -> {
                            if (slots.leaveLine(task.type(), work)) {
                                done.accept(new Outcome.Stopped(List.of()));
                            }
                        });
    }

    int underWay() {
        return slots.taken();
    }

    private void begin(StepExecutor executor, StepTask task, Consumer<Outcome> done) {
        if (executor.blocks()) {
            blocking.execute(() -> work(executor, task, done));
        } else {
            work(executor, task, done);
        }
    }

    private void work(StepExecutor executor, StepTask task, Consumer<Outcome> done) {
        var outcome =
                outcome(
                        () ->
                                task.stop().isGiven()
                                        ? new Outcome.Stopped(List.of())
                                        : executor.execute(task));
        if (measured(outcome) instanceof Outcome.Large large) {
            // The reference that comes back is all the run ever says of it, so this comes first.
            blocking.execute(() -> end(task, outcome(() -> largeResults.keep(task, large)), done));
        } else {
            end(task, outcome, done);
        }
    }

    /** What has to leave memory is no result in memory any more. */
    private Outcome measured(Outcome outcome) {
        return outcome instanceof Outcome.Completed(var result, var artifacts)
                        && Payloads.isLarger(result, largeResults.inlineBytes())
                ? new Outcome.Large(out -> out.write(secrets.maskJson(result)), artifacts)
                : outcome;
    }

    private void end(StepTask task, Outcome outcome, Consumer<Outcome> done) {
        slots.giveBack(task.type());
        done.accept(outcome);
    }

    private static Outcome outcome(Callable<Outcome> work) {
        try {
            return work.call();
        } catch (InterruptedException interrupted) {
            return new Outcome.Stopped(List.of());
        } catch (Throwable thrown) {
            // An Error too: a step must not take the node down.
            return new Outcome.Failed(failure(thrown), List.of());
        }
    }

    private static Failure failure(Throwable thrown) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        var name = thrown.getClass().getSimpleName();
        var message = thrown.getMessage();
        return new Failure(name, message == null ? name : message, null, trace.toString());
    }
}
