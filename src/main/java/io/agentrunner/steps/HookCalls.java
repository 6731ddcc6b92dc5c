package io.agentrunner.steps;

import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Lifecycle.RunStarted;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent;
import io.agentrunner.run.StepEvent.StepCanceled;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.workflow.dsl.Failed;
import io.agentrunner.workflow.dsl.Hooks;
import io.agentrunner.workflow.dsl.Hooks.OfRun;
import io.agentrunner.workflow.dsl.Hooks.OfStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Calls the {@link Hooks}: about one run in order, about different runs at the same time. */
public final class HookCalls {

    /** Hooks that are slower than their runs lose calls, instead of taking all memory. */
    static final int MOST_WAITING = 10_000;

    private static final Logger LOG = Logger.getLogger(HookCalls.class);

    private final List<Hooks> hooks;
    private final Executor threads;
    private final Map<RunId, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    HookCalls(Iterable<? extends Hooks> hooks, Executor threads) {
        var all = new ArrayList<Hooks>();
        hooks.forEach(all::add);
        this.hooks = List.copyOf(all);
        this.threads = threads;
    }

    /** A journal that has them called; the same journal where there are none. */
    public Journal on(Journal journal) {
        return hooks.isEmpty() ? journal : new HookedJournal(journal, this);
    }

    /** Tells what a transition that is durable says; returns at once. */
    void tell(Transition transition) {
        var run = transition.after();
        for (var hook : hooks) {
            transition.events().forEach(event -> tell(hook, run, event));
            if (run.state().isTerminal()) {
                later(hook, run, it -> it.afterRun(info(run)));
            }
        }
    }

    private void tell(Hooks hook, Run run, RunEvent event) {
        switch (event) {
            case RunStarted _ -> later(hook, run, it -> it.beforeRun(info(run)));
            case StepStarted started when started.attempt() == 1 ->
                    later(hook, run, it -> it.beforeStep(info(run, started, "RUNNING")));
            case StepCompleted ended ->
                    later(hook, run, it -> it.afterStep(info(run, ended, "COMPLETED")));
            case StepCanceled ended ->
                    later(hook, run, it -> it.afterStep(info(run, ended, "CANCELED")));
            case StepFailed failed -> {
                var step = info(run, failed, "FAILED");
                later(hook, run, it -> it.onFailure(step, error(failed.failure())));
                later(hook, run, it -> it.afterStep(step));
            }
            default -> {}
        }
    }

    private void later(Hooks hook, Run run, Consumer<Hooks> call) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            LOG.warnf(
                    "hook %s is too slow; it is not told of run %s",
                    hook.getClass().getName(), run.id());
            return;
        }
        var mine =
                last.compute(
                        run.id(),
                        (_, before) ->
                                Objects.requireNonNullElseGet(
                                                before,
                                                () -> CompletableFuture.<Void>completedFuture(null))
                                        .thenRunAsync(
                                                () -> call(hook, run.workflow(), call), threads));
        var _ = mine.thenRun(() -> last.remove(run.id(), mine));
    }

    private void call(Hooks hook, String workflow, Consumer<Hooks> call) {
        try {
            if (hook.concerns(workflow)) {
                call.accept(hook);
            }
        } catch (Throwable thrown) {
            LOG.warnf(thrown, "hook %s failed", hook.getClass().getName());
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static OfStep info(Run run, StepEvent event, String state) {
        return new OfStep(
                info(run), event.step().path(), event.step().iteration(), event.attempt(), state);
    }

    private static OfRun info(Run run) {
        return new OfRun(
                run.id().toString(),
                run.workflow(),
                run.created().version(),
                run.state().name(),
                run.reason() == null ? null : run.reason().name(),
                run.message());
    }

    private static Failed error(Failure failure) {
        return new Failed(failure.code(), failure.message(), details(failure.details()));
    }

    private static @Nullable Object details(@Nullable String json) {
        return json == null ? null : Json.MAPPER.convertValue(Json.parse(json), Object.class);
    }
}
