package io.agentrunner.engine;

import io.agentrunner.run.Run;
import io.agentrunner.run.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A kind of step whose attempts end when and how the test says. */
final class Scripted implements StepExecutor {

    private final String type;
    private final int limit;
    private final Map<String, CompletableFuture<Try>> tries = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final AtomicInteger begun = new AtomicInteger();

    Scripted(String type, int limit) {
        this.type = type;
        this.limit = limit;
    }

    /** One call of the executor. */
    static final class Try {
        private final StepTask task;
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final CompletableFuture<Void> told = new CompletableFuture<>();

        private Try(StepTask task) {
            this.task = task;
            task.stop().whenGiven(() -> told.complete(null));
        }

        StepTask task() {
            return task;
        }

        void complete(String json) {
            end(Outcome.completed(json));
        }

        void fail(String code) {
            end(Outcome.failed(code, "it went wrong"));
        }

        void suspendUntil(Instant until) {
            end(new Outcome.Suspended(new Wait.Sleep("sleeps", until)));
        }

        void await(Wait what) {
            end(new Outcome.Suspended(what));
        }

        void raise(Error thrown) {
            outcome.completeExceptionally(thrown);
        }

        void end(Outcome how) {
            outcome.complete(how);
        }

        /** Waits for the stop signal. */
        Try awaitSignal() {
            Scene.get(told);
            return this;
        }

        boolean isTold() {
            return told.isDone();
        }

        /** Ends as an attempt should that was told to. */
        void stop() {
            end(new Outcome.Stopped(List.of()));
        }
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public int limit() {
        return limit;
    }

    @Override
    public Outcome execute(StepTask task) throws Exception {
        begun.incrementAndGet();
        var attempt = new Try(task);
        var name = name(task.run() + "/" + task.step().path(), task.attempt());
        int call = calls.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
        slot(name, call).complete(attempt);
        try {
            return attempt.outcome.get();
        } catch (ExecutionException raised) {
            if (raised.getCause() instanceof Error error) {
                throw error;
            }
            throw raised;
        }
    }

    /** The attempt, as soon as it is under way. */
    Try attempt(Run run, String step, int attempt) {
        return call(run, step, attempt, 1);
    }

    /** A later call of the same attempt: after a wait. */
    Try call(Run run, String step, int attempt, int call) {
        try {
            return slot(name(run.id() + "/" + step, attempt), call).get(20, TimeUnit.SECONDS);
        } catch (Exception never) {
            throw new AssertionError(
                    "attempt %d of %s did not begin".formatted(attempt, step), never);
        }
    }

    boolean hasBegun(Run run, String step, int attempt) {
        return slot(name(run.id() + "/" + step, attempt), 1).isDone();
    }

    /** How often the executor was called. */
    int begun() {
        return begun.get();
    }

    private CompletableFuture<Try> slot(String name, int call) {
        return tries.computeIfAbsent(name + "." + call, _ -> new CompletableFuture<>());
    }

    private static String name(String step, int attempt) {
        return step + "#" + attempt;
    }
}
