package io.agentrunner.engine;

import io.agentrunner.run.Deadlines;
import io.agentrunner.run.Deadlines.Deadline;
import io.agentrunner.run.Run;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes off when the next deadline of one run has come: what is too long under way here is ended,
 * for all else the run is woken. Used from the run's mailbox alone.
 */
final class Alarm {

    private static final Duration NOTHING_WAS_DUE = Duration.ofMillis(50);

    /** Whose alarm it is. */
    record Sleeper(Supplier<Run> run, Workflow workflow, AttemptsOfRun attempts, Mailbox mailbox) {}

    private final World.Time time;
    private final Sleeper sleeper;
    private final Runnable wake;
    private boolean over;
    private World.@Nullable Timer timer;
    private Instant armedFor = Instant.MAX;
    private int arming;

    Alarm(World.Time time, Sleeper sleeper, Runnable wake) {
        this.time = time;
        this.sleeper = sleeper;
        this.wake = wake;
    }

    /** Whether nothing will be due for longer than that. */
    boolean isSilentFor(Duration lapse) {
        var due = nextDeadline().map(Deadline::at).orElse(Instant.MAX);
        return due.isAfter(time.now().plus(lapse));
    }

    /**
     * Goes off at the next deadline, as it is now. One that goes off earlier is left alone, for it
     * is set anew then: most deadlines are moved by the next step long before they come.
     */
    void set() {
        if (!over && (timer == null || isEarlier())) {
            set(Duration.ZERO);
        }
    }

    /** Goes off at the next deadline, but not at once: the rules found nothing due just now. */
    void snooze() {
        set(NOTHING_WAS_DUE);
    }

    /** Never goes off again. */
    void end() {
        over = true;
        disarm();
    }

    private boolean isEarlier() {
        return nextDeadline().filter(next -> next.at().isBefore(armedFor)).isPresent();
    }

    private void set(Duration atLeast) {
        disarm();
        if (!over) {
            nextDeadline().ifPresent(deadline -> arm(deadline, atLeast));
        }
    }

    private void arm(Deadline deadline, Duration atLeast) {
        var left = Duration.between(time.now(), deadline.at());
        var delay = left.compareTo(atLeast) < 0 ? atLeast : left;
        armedFor = deadline.at();
        int mine = ++arming;
        timer = time.after(delay, () -> sleeper.mailbox().post(() -> due(deadline, mine)));
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** A limit of an attempt under way is reached by ending it; all else is for the rules. */
    private void due(Deadline deadline, int mine) {
        if (over || mine != arming) {
            return; // or there is another by now, which was set when this one was on its way
        }
        timer = null;
        if (time.now().isBefore(deadline.at()) || !deadlines().contains(deadline)) {
            // Woken early, or for what has changed meanwhile.
            set();
            return;
        }
        var step = deadline.step();
        if (step != null && sleeper.attempts().isUnderWay(step)) {
            sleeper.attempts().timeOut(step, deadline.reason());
            set();
        } else {
            wake.run();
        }
    }

    private Optional<Deadline> nextDeadline() {
        return deadlines().stream().min(Comparator.comparing(Deadline::at));
    }

    private List<Deadline> deadlines() {
        return Deadlines.all(sleeper.workflow(), sleeper.run().get()).stream()
                .flatMap(deadline -> sleeper.attempts().inTheWorld(deadline).stream())
                .toList();
    }
}
