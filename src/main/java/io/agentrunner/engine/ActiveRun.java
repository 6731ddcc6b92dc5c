package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunDecider;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One run that this node looks after. It decides one thing at a time, has at most one transition on
 * its way to the journal, and does nothing in the world before that transition is durable.
 */
final class ActiveRun {

    /** A wait longer than this is left to the database. */
    static final Duration KEPT_IN_MEMORY = Duration.ofSeconds(5);

    private final JournalOfRun journal;
    private final World.Time time;
    private final Host host;
    private final Published published;
    private final Mailbox mailbox;
    private final AttemptsOfRun attempts;
    private final Alarm alarm;
    private final String node;
    private final Deque<Letter> held = new ArrayDeque<>();
    private volatile Run run;
    private boolean busy;
    private boolean gone;
    private boolean handingOver;
    private long told;

    ActiveRun(Journal journal, World world, Host host, AttemptsOfRun.Making making, Run run) {
        this.time = world.time();
        this.host = host;
        this.published = making.published();
        this.node = making.node();
        this.run = run;
        this.mailbox = new Mailbox(world.mailboxes());
        this.journal = new JournalOfRun(journal, published.workflow(), time, mailbox);
        this.attempts = new AttemptsOfRun(making, world, this::report, this::begun);
        this.alarm =
                new Alarm(
                        time,
                        new Alarm.Sleeper(this::run, published.workflow(), attempts, mailbox),
                        () -> receive(new Letter(new WakeUp(node))));
    }

    RunId id() {
        return run.id();
    }

    Run run() {
        return run;
    }

    /** Asks for something; fails with {@link Letter.Left} when the run has left this node. */
    CompletableFuture<Told> tell(RunCommand command) {
        var letter = new Letter(command);
        mailbox.post(() -> receive(letter));
        return letter.reply();
    }

    /** These events were made durable as this run came to this node. */
    void begin(List<RunEvent> events) {
        mailbox.post(
                () -> {
                    if (!gone) {
                        follow(events);
                    }
                });
    }

    /** Somebody else appended to this run: see what. */
    void look(long seq) {
        mailbox.post(
                () -> {
                    told = Math.max(told, seq);
                    if (!busy) {
                        catchUp();
                    }
                });
    }

    private void catchUp() {
        if (!gone && run.seq() < told) {
            told = 0;
            busy = true;
            reload(this::next);
        }
    }

    /** Ends what is under way and gives the run back; used when the node is shut down. */
    void handOver() {
        mailbox.post(
                () -> {
                    handingOver = true;
                    attempts.handOver();
                    if (!busy && !gone) {
                        settle();
                    }
                });
    }

    /** Drops the run without another word to the journal: it is somebody else's by now. */
    CompletableFuture<Void> abandon() {
        var abandoned = new CompletableFuture<Void>();
        mailbox.post(
                () -> {
                    try {
                        leave();
                    } finally {
                        abandoned.complete(null);
                    }
                });
        return abandoned;
    }

    /** An attempt had to wait for its turn: its time runs from now on. */
    private void begun() {
        mailbox.post(alarm::set);
    }

    private void report(AttemptsOfRun.Report report) {
        mailbox.post(
                () -> {
                    if (!gone && attempts.accept(report)) {
                        receive(new Letter(report.command(run)));
                    }
                });
    }

    private void receive(Letter letter) {
        if (gone) {
            letter.sendBack();
        } else if (busy) {
            held.add(letter);
        } else {
            decide(letter);
        }
    }

    private void decide(Letter letter) {
        if (gone) {
            letter.sendBack();
            return;
        }
        var now = time.now();
        switch (RunDecider.decide(published.workflow(), run, letter.command(), now)) {
            case Rejected rejected -> {
                letter.answer(new Told.Refused(run, rejected));
                stay();
            }
            case Accepted(var events) when events.isEmpty() -> {
                letter.answer(new Told.Done(run));
                alarm.snooze();
                stay();
            }
            case Accepted(var events) -> append(letter, events);
        }
    }

    /** Nothing has changed; a run that had ended before it came has no business here. */
    private void stay() {
        next();
        if (run.state().isTerminal()) {
            leave();
        }
    }

    private void append(Letter letter, List<RunEvent> events) {
        var after = run.evolve(run.seq() + 1, events);
        busy = true;
        journal.append(
                run,
                after,
                events,
                (answer, failure) -> answered(letter, after, events, answer, failure));
    }

    private void answered(
            Letter letter,
            Run after,
            List<RunEvent> events,
            @Nullable Appended answer,
            @Nullable Throwable failure) {
        if (gone) {
            letter.sendBack();
        } else if (answer == null) {
            journal.later(run, failure, () -> decide(letter));
        } else {
            switch (answer) {
                case Appended.Won _ -> won(letter, after, events);
                case Appended.Lost _ -> reload(() -> decideAgain(letter));
                case Appended.Fenced _ -> fenced(letter);
                case Appended.Unwritable(var detail) -> decide(letter.harmless(detail));
                case Appended.KeyTaken _ ->
                        throw new AssertionError("only a start claims a key: " + letter);
            }
        }
    }

    /** What was to go on here may have been quicker to go on elsewhere. */
    private void decideAgain(Letter letter) {
        if (letter.takesRun() && run.state() == RunState.RUNNING && attempts.isNothingUnderWay()) {
            leave();
        }
        decide(letter);
    }

    private void won(Letter letter, Run after, List<RunEvent> events) {
        run = after;
        Log.transition(after, events);
        follow(events);
        letter.answer(new Told.Done(after));
        next();
    }

    /** What becomes true in the world now that the events are. */
    private void follow(List<RunEvent> events) {
        attempts.follow(run, events);
        if (run.state().isTerminal()) {
            leave();
        } else {
            settle();
        }
    }

    /** Waits here, or leaves the wait to the database. */
    private void settle() {
        if (run.isCancelRequested()) {
            attempts.stopAll(new Stop.Cause.Canceled());
        }
        boolean leavesWait = handingOver || alarm.isSilentFor(KEPT_IN_MEMORY);
        if (run.state() == RunState.WAITING && leavesWait) {
            leave();
        } else {
            alarm.set();
        }
    }

    private void leave() {
        if (gone) {
            return;
        }
        gone = true;
        alarm.end();
        attempts.stopAll(new Stop.Cause.Obsolete());
        host.left(this);
        held.forEach(Letter::sendBack);
        held.clear();
    }

    private void next() {
        busy = false;
        var letter = held.poll();
        if (letter != null && !gone) {
            decide(letter);
        } else {
            catchUp();
        }
    }

    private void reload(Runnable then) {
        journal.reload(
                run, found -> found.ifPresentOrElse(now -> reloaded(now, then), this::leave));
    }

    private void reloaded(Run now, Runnable then) {
        run = now;
        attempts.keepOnly(now);
        if (!now.state().isTerminal()) {
            settle();
        }
        then.run();
        if (now.state().isTerminal()) {
            leave();
        }
    }

    private void fenced(Letter letter) {
        letter.sendBack();
        host.fenced();
        leave();
    }
}
