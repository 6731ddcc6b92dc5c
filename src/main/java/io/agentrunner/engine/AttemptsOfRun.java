package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.run.Deadlines.Deadline;
import io.agentrunner.run.Expressions;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.StepEvent.StepResumed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attempts of one run that are under way on this node. Used from the run's mailbox alone. */
final class AttemptsOfRun {

    /**
     * How long an attempt that was told to end may take for it before the run goes on without it.
     */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration A_MOMENT = Duration.ofMillis(50);

    /** What is needed to make attempts. */
    record Making(
            Attempts attempts,
            Reports reports,
            Scopes scopes,
            Expressions expressions,
            Outputs outputs,
            Published published,
            String node) {}

    private static final class UnderWay {
        private final int attempt;
        private final Stop stop = new Stop();

        /** How long it stood in line for its turn; null while it does. */
        private volatile @Nullable Duration inLine;

        /** Somebody looked at its time, maybe while it stood in line, and has to look again. */
        private volatile boolean lookedAt;

        UnderWay(int attempt) {
            this.attempt = attempt;
        }

        int attempt() {
            return attempt;
        }

        Stop stop() {
            return stop;
        }
    }

    /** An attempt has ended, or is given up. */
    final class Report {
        private final StepKey step;
        private final UnderWay underWay;
        private final Outcome outcome;

        private Report(StepKey step, UnderWay underWay, Outcome outcome) {
            this.step = step;
            this.underWay = underWay;
            this.outcome = outcome;
        }

        RunCommand command() {
            return making.reports()
                    .command(step, underWay.attempt(), outcome, underWay.stop().cause());
        }
    }

    private final Making making;
    private final World world;
    private final Consumer<Report> reports;
    private final Runnable whenBegun;
    private final Tasks tasks;
    private final Map<StepKey, UnderWay> underWay = new HashMap<>();
    private boolean handingOver;

    /** Whom it tells of what. */
    record Listener(
            Consumer<Report> ended,
            Runnable begun,
            Function<RunCommand, CompletionStage<Told>> ask) {}

    AttemptsOfRun(Making making, World world, Listener listener) {
        this.making = making;
        this.world = world;
        this.reports = listener.ended();
        this.whenBegun = listener.begun();
        this.tasks = new Tasks(making, world.time(), listener.ask());
    }

    /** Makes the attempts that those events say have begun. */
    void follow(Run run, List<RunEvent> events) {
        for (var event : events) {
            if (event instanceof StepStarted started) {
                make(run, started.step(), started.attempt());
            } else if (event instanceof StepResumed resumed) {
                make(run, resumed.step(), resumed.attempt());
            }
        }
    }

    /** Takes note that an attempt has ended. False when that is known already. */
    boolean accept(Report report) {
        return underWay.remove(report.step, report.underWay);
    }

    boolean isUnderWay(StepKey step) {
        return underWay.containsKey(step);
    }

    /**
     * A deadline of the run as it is on this node: none for what was told to end, and an attempt's
     * time runs from when it has its turn.
     */
    Optional<Deadline> inTheWorld(Deadline deadline) {
        var step = deadline.step();
        var found = step == null ? null : underWay.get(step);
        if (found == null) {
            return Optional.of(deadline);
        }
        // First, so that who begins meanwhile either is seen here or sees this.
        found.lookedAt = true;
        var inLine = found.inLine;
        if (found.stop().isGiven()) {
            return Optional.empty();
        }
        if (deadline.reason() != Reason.ATTEMPT_TIMEOUT) {
            return Optional.of(deadline);
        }
        return Optional.ofNullable(inLine)
                .map(
                        it ->
                                new Deadline(
                                        deadline.at().plus(it),
                                        deadline.reason(),
                                        step,
                                        deadline.attempt()));
    }

    void timeOut(StepKey step, Reason limit) {
        var found = underWay.get(step);
        if (found != null) {
            var what = limit == Reason.ATTEMPT_TIMEOUT ? "the attempt" : "the step";
            stop(step, found, new Stop.Cause.TimedOut(limit, what + " took longer than it may"));
        }
    }

    boolean isNothingUnderWay() {
        return underWay.isEmpty();
    }

    /** Ends what is under way and begins nothing any more: another node will. */
    void handOver() {
        handingOver = true;
        stopAll(new Stop.Cause.ShutDown());
    }

    /** Ends those of them that are under way here. */
    void stop(List<StepKey> steps, Stop.Cause cause) {
        for (var step : steps) {
            var found = underWay.get(step);
            if (found != null) {
                stop(step, found, cause);
            }
        }
    }

    void stopAll(Stop.Cause cause) {
        new HashMap<>(underWay).forEach((step, found) -> stop(step, found, cause));
    }

    /** Ends what runs here although the run, as it is now, doesn't have it running. */
    void keepOnly(Run run) {
        new HashMap<>(underWay)
                .forEach(
                        (step, found) -> {
                            if (!runs(run, step, found.attempt())) {
                                stop(step, found, new Stop.Cause.Obsolete());
                                underWay.remove(step);
                            }
                        });
    }

    private static boolean runs(Run run, StepKey step, int attempt) {
        return run.steps().find(step).filter(found -> found.isRunning(attempt)).isPresent();
    }

    private void make(Run run, StepKey key, int attempt) {
        var step = run.steps().find(key).orElseThrow();
        if (!step.isRunning(attempt)) {
            return;
        }
        var current = new UnderWay(attempt);
        var before = underWay.put(key, current);
        if (before != null) {
            stop(key, before, new Stop.Cause.Obsolete());
        }
        making.outputs().open(run.id());
        if (handingOver) {
            current.stop().give(new Stop.Cause.ShutDown());
        }
        var since = world.time().now();
        making.attempts()
                .make(
                        tasks.task(run, step, current.stop()),
                        () -> begun(current, since),
                        outcome -> reports.accept(new Report(key, current, outcome)));
    }

    /** Most don't wait in line at all, and then nobody has looked yet and nothing changes. */
    private void begun(UnderWay current, Instant since) {
        var inLine = Duration.between(since, world.time().now());
        boolean waited = inLine.compareTo(A_MOMENT) > 0;
        current.inLine = waited ? inLine : Duration.ZERO;
        if (current.lookedAt) {
            whenBegun.run();
        }
    }

    private void stop(StepKey step, UnderWay found, Stop.Cause cause) {
        if (found.stop().isGiven()) {
            return;
        }
        world.time()
                .after(
                        PATIENCE,
                        () ->
                                reports.accept(
                                        new Report(step, found, new Outcome.Stopped(List.of()))));
        found.stop().give(cause);
    }
}
