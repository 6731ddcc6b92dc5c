package io.agentrunner.engine;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.Stopping;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one run does in the world of this node: the attempts under way, and the alarm that wakes it.
 * Follows what is durable already. Used from the run's mailbox alone.
 */
final class Presence {

    /** A wait longer than this is left to the database. */
    static final Duration KEPT_IN_MEMORY = Duration.ofSeconds(5);

    private final World.Time time;
    private final Workflow workflow;
    private final AttemptsOfRun attempts;
    private final Alarm alarm;
    private boolean handingOver;

    Presence(
            World world,
            AttemptsOfRun.Making making,
            RunLoop.Surroundings surroundings,
            RunLoop loop) {
        this.time = world.time();
        this.workflow = making.published().workflow();
        var mailbox = surroundings.mailbox();
        Consumer<AttemptsOfRun.Report> ended = report -> mailbox.post(() -> ended(report, loop));
        this.attempts =
                new AttemptsOfRun(
                        making,
                        world,
                        new AttemptsOfRun.Listener(
                                ended, () -> mailbox.post(this::begun), surroundings.known()::ask));
        this.alarm =
                new Alarm(
                        time,
                        new Alarm.Sleeper(loop::run, workflow, attempts, mailbox),
                        () -> loop.receive(new Letter(new WakeUp())));
    }

    private void ended(AttemptsOfRun.Report report, RunLoop loop) {
        if (attempts.accept(report)) {
            loop.receive(new Letter(report.command()));
        }
    }

    /** An attempt had to wait for its turn: its time runs from now on. */
    private void begun() {
        alarm.set();
    }

    /** Makes the attempts that those events say have begun. */
    void follow(Run run, List<RunEvent> events) {
        attempts.follow(run, events);
    }

    /** Ends what is not wanted any more, and waits here; false leaves the wait to the database. */
    boolean settle(Run run) {
        attempts.stop(Stopping.unwanted(workflow, run), new Stop.Cause.Canceled());
        if (isNobodysToDo(run)) {
            return false;
        }
        alarm.set();
        return true;
    }

    /** What waits for long, or for a place, does so in the database. */
    private boolean isNobodysToDo(Run run) {
        return switch (run.state()) {
            case QUEUED -> true;
            case WAITING -> handingOver || alarm.isSilentFor(KEPT_IN_MEMORY);
            case RUNNING, COMPLETED, FAILED, CANCELED -> false;
        };
    }

    /** What is due before then is waited for here. */
    Instant patience() {
        return handingOver ? Instant.MIN : time.now().plus(KEPT_IN_MEMORY);
    }

    /** The rules found nothing due just now. */
    void snooze() {
        alarm.snooze();
    }

    boolean isNothingUnderWay() {
        return attempts.isNothingUnderWay();
    }

    /** Ends what runs here although the run, as it is now, doesn't have it running. */
    void keepOnly(Run run) {
        attempts.keepOnly(run);
    }

    /** Ends what is under way and begins nothing any more: another node will. */
    void handOver() {
        handingOver = true;
        attempts.handOver();
    }

    /** Ends all of it without another word. */
    void end() {
        alarm.end();
        attempts.stopAll(new Stop.Cause.Obsolete());
    }
}
