package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Deadlines;
import io.agentrunner.run.Deadlines.Deadline;
import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.CompleteStep;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.FailStep;
import io.agentrunner.run.RunCommand.HandOver;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.Start;
import io.agentrunner.run.RunCommand.StopStep;
import io.agentrunner.run.RunCommand.SuspendStep;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunDecider;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One run that this node looks after. It decides one thing at a time, has at most one transition on
 * its way to the journal, and does nothing in the world before that transition is durable.
 */
final class ActiveRun {

    /** A wait longer than this is left to the database. */
    static final Duration KEPT_IN_MEMORY = Duration.ofSeconds(5);

    private static final Duration JOURNAL_PAUSE = Duration.ofMillis(200);
    private static final Duration NOTHING_WAS_DUE = Duration.ofMillis(50);

    /** What a run tells the node it is on. */
    interface Host {
        /** The run ended or waits for long: it is on this node no more. */
        void left(ActiveRun run);

        /** This node's lease is gone. */
        void fenced();
    }

    /** Somebody asked for something about a run that has just left this node: look again. */
    static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private record Letter(RunCommand command, CompletableFuture<Told> reply) {}

    private final Journal journal;
    private final World world;
    private final Host host;
    private final Published published;
    private final Mailbox mailbox;
    private final AttemptsOfRun attempts;
    private final String node;
    private final Deque<Letter> held = new ArrayDeque<>();
    private volatile Run run;
    private boolean busy;
    private boolean gone;
    private boolean handingOver;
    private long told;
    private World.@Nullable Timer timer;

    ActiveRun(Journal journal, World world, Host host, AttemptsOfRun.Making making, Run run) {
        this.journal = journal;
        this.world = world;
        this.host = host;
        this.published = making.published();
        this.node = making.node();
        this.run = run;
        this.mailbox = new Mailbox(world.mailboxes());
        this.attempts =
                new AttemptsOfRun(
                        making, world, this::report, () -> mailbox.post(() -> arm(Duration.ZERO)));
    }

    RunId id() {
        return run.id();
    }

    Run run() {
        return run;
    }

    /** Asks for something; fails with {@link Left} when the run has left this node. */
    CompletableFuture<Told> tell(RunCommand command) {
        var letter = new Letter(command, new CompletableFuture<>());
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

    private void report(AttemptsOfRun.Report report) {
        mailbox.post(
                () -> {
                    if (!gone && attempts.accept(report)) {
                        receive(new Letter(report.command(run), new CompletableFuture<>()));
                    }
                });
    }

    private void receive(Letter letter) {
        if (gone) {
            letter.reply().completeExceptionally(new Left());
        } else if (busy) {
            held.add(letter);
        } else {
            decide(letter);
        }
    }

    private void decide(Letter letter) {
        if (gone) {
            letter.reply().completeExceptionally(new Left());
            return;
        }
        var now = world.time().now();
        switch (RunDecider.decide(published.workflow(), run, letter.command(), now)) {
            case Rejected rejected -> {
                letter.reply().complete(new Told.Refused(run, rejected));
                stay();
            }
            case Accepted(var events) when events.isEmpty() -> {
                letter.reply().complete(new Told.Done(run));
                arm(NOTHING_WAS_DUE);
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
        var before = run;
        var after = before.evolve(before.seq() + 1, events);
        busy = true;
        journal.append(new Transition(before, after, events, dueAt(after), null))
                .whenComplete(
                        (answer, failure) ->
                                mailbox.post(
                                        () -> answered(letter, after, events, answer, failure)));
    }

    private @Nullable Instant dueAt(Run after) {
        return after.state() == RunState.WAITING
                ? Deadlines.next(published.workflow(), after).map(Deadline::at).orElse(null)
                : null;
    }

    private void answered(
            Letter letter,
            Run after,
            List<RunEvent> events,
            @Nullable Appended answer,
            @Nullable Throwable failure) {
        if (gone) {
            letter.reply().completeExceptionally(new Left());
        } else if (answer == null) {
            Log.appendFailed(run, failure);
            later(() -> decide(letter));
        } else {
            switch (answer) {
                case Appended.Won _ -> won(letter, after, events);
                case Appended.Lost _ -> reload(() -> decideAgain(letter));
                case Appended.Fenced _ -> fenced(letter);
                case Appended.Unwritable(var detail) -> decide(harmless(letter, detail));
                case Appended.KeyTaken _ ->
                        throw new AssertionError("only a start claims a key: " + letter);
            }
        }
    }

    /** What was to go on here may have been quicker to go on elsewhere. */
    private void decideAgain(Letter letter) {
        boolean takes =
                switch (letter.command()) {
                    case Start _, WakeUp _, Cancel _ -> true;
                    case Recover _, CompleteStep _, FailStep _, SuspendStep _ -> false;
                    case StopStep _, HandOver _, Fail _ -> false;
                };
        if (takes && run.state() == RunState.RUNNING && attempts.isNothingUnderWay()) {
            leave();
        }
        decide(letter);
    }

    private void won(Letter letter, Run after, List<RunEvent> events) {
        run = after;
        Log.transition(after, events);
        follow(events);
        letter.reply().complete(new Told.Done(after));
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
        var due = nextDeadline().map(Deadline::at).orElse(Instant.MAX);
        var soon = world.time().now().plus(KEPT_IN_MEMORY);
        if (run.state() == RunState.WAITING && (handingOver || due.isAfter(soon))) {
            leave();
        } else {
            arm(Duration.ZERO);
        }
    }

    private void leave() {
        if (gone) {
            return;
        }
        gone = true;
        disarm();
        attempts.stopAll(new Stop.Cause.Obsolete());
        host.left(this);
        held.forEach(letter -> letter.reply().completeExceptionally(new Left()));
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
        journal.load(run.id())
                .whenComplete(
                        (found, failure) ->
                                mailbox.post(
                                        () -> {
                                            if (failure != null) {
                                                Log.appendFailed(run, failure);
                                                later(() -> reload(then));
                                            } else {
                                                found.ifPresentOrElse(
                                                        now -> reloaded(now, then), this::leave);
                                            }
                                        }));
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
        letter.reply().completeExceptionally(new Left());
        host.fenced();
        leave();
    }

    /** What the database refuses as it is, told in a way that can be kept: the run fails alone. */
    private Letter harmless(Letter letter, String detail) {
        var why = Failure.of("UNWRITABLE", "the outcome can't be stored: " + detail);
        RunCommand command =
                switch (letter.command()) {
                    case CompleteStep(var step, var attempt, _, _, _, _) ->
                            new FailStep(step, attempt, why, Reason.PAYLOAD_LIMIT, List.of(), 0.5);
                    default -> new Fail(Reason.PAYLOAD_LIMIT, why.message());
                };
        return new Letter(command, letter.reply());
    }

    private void later(Runnable action) {
        world.time().after(JOURNAL_PAUSE, () -> mailbox.post(action));
    }

    private Optional<Deadline> nextDeadline() {
        return deadlines().stream().min(Comparator.comparing(Deadline::at));
    }

    private List<Deadline> deadlines() {
        return Deadlines.all(published.workflow(), run).stream()
                .flatMap(deadline -> attempts.inTheWorld(deadline).stream())
                .toList();
    }

    private void arm(Duration atLeast) {
        disarm();
        if (gone) {
            return;
        }
        nextDeadline()
                .ifPresent(
                        deadline -> {
                            var left = Duration.between(world.time().now(), deadline.at());
                            var delay = left.compareTo(atLeast) < 0 ? atLeast : left;
                            timer =
                                    world.time()
                                            .after(delay, () -> mailbox.post(() -> due(deadline)));
                        });
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** A limit of an attempt under way is reached by ending it; all else is for the rules. */
    private void due(Deadline deadline) {
        if (gone) {
            return;
        }
        if (world.time().now().isBefore(deadline.at()) || !deadlines().contains(deadline)) {
            // Woken early, or for what has changed meanwhile.
            arm(Duration.ZERO);
            return;
        }
        var step = deadline.step();
        if (step != null && attempts.isUnderWay(step)) {
            attempts.timeOut(step, deadline.reason());
            arm(Duration.ZERO);
        } else {
            receive(new Letter(new WakeUp(node), new CompletableFuture<>()));
        }
    }
}
