package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Told;
import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Decision.Rejected;
import io.agentrunner.run.Expressions;
import io.agentrunner.run.Here;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Fail;
import io.agentrunner.run.RunCommand.Recover;
import io.agentrunner.run.RunCommand.WakeUp;
import io.agentrunner.run.RunDecider;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one run does next. It decides one thing at a time, has at most one transition on its way to
 * the journal, and does nothing in the world before that transition is durable. Used from the run's
 * mailbox alone.
 */
final class RunLoop {

    /** Where the run is, and as what the others know it. */
    record Surroundings(Mailbox mailbox, Host host, ActiveRun known) {}

    private final JournalOfRun journal;
    private final World.Time time;
    private final Surroundings surroundings;
    private final Published published;
    private final String node;
    private final Expressions expressions;
    private final Presence presence;
    private final Letters letters = new Letters();
    private volatile Run run;

    /** The journal was asked for something and has not answered yet. */
    private boolean busy;

    /** The database says so too, as far as is known here. */
    private boolean mine = true;

    private boolean gone;
    private boolean mistaken;
    private long told;

    RunLoop(
            JournalOfRun journal,
            World world,
            AttemptsOfRun.Making making,
            Surroundings surroundings,
            Run run) {
        this.journal = journal;
        this.time = world.time();
        this.surroundings = surroundings;
        this.published = making.published();
        this.node = making.node();
        this.expressions = making.expressions();
        this.run = run;
        this.presence = new Presence(world, making, surroundings, this);
    }

    Run run() {
        return run;
    }

    void beGuest() {
        mine = false;
    }

    void beOwned() {
        mine = true;
    }

    void begin(List<RunEvent> events) {
        if (!gone) {
            follow(events);
        }
    }

    void look(long seq) {
        told = Math.max(told, seq);
        next();
    }

    void handOver() {
        presence.handOver();
        if (!busy && !gone) {
            settle();
        }
    }

    void receive(Letter letter) {
        if (gone) {
            letter.sendBack();
        } else if (busy) {
            letters.hold(letter);
        } else {
            decide(letter);
        }
    }

    private void decide(Letter letter) {
        if (gone) {
            letter.sendBack();
            return;
        }
        letters.take(letter);
        var here = new Here(node, time.now(), expressions);
        switch (RunDecider.decide(published.workflow(), run, letter.command(), here)) {
            case Rejected rejected -> unchanged(letter, new Told.Refused(run, rejected));
            case Accepted(var events) when events.isEmpty() -> {
                presence.snooze();
                unchanged(letter, new Told.Done(run));
            }
            case Accepted(var events) -> append(letter, events);
        }
    }

    private void unchanged(Letter letter, Told answer) {
        letters.done();
        letter.answer(answer);
        next();
        if (!busy && (run.state().isTerminal() || run.state() == RunState.QUEUED || !mine)) {
            leave();
        }
    }

    private void append(Letter letter, List<RunEvent> events) {
        var after = run.evolve(run.seq() + 1, events);
        var transition =
                new Move(run, after, events, presence.patience()).transition(published.workflow());
        busy = true;
        journal.append(
                transition, (answer, failure) -> answered(letter, transition, answer, failure));
    }

    private void answered(
            Letter letter,
            Transition transition,
            @Nullable Appended answer,
            @Nullable Throwable failure) {
        busy = false;
        if (gone) {
            letter.sendBack();
        } else if (answer == null) {
            busy = true;
            journal.later(run, failure, () -> answerless(letter));
        } else {
            switch (answer) {
                case Appended.Won _ -> won(letter, transition);
                case Appended.Lost _ -> reload(() -> decideAgain(letter));
                case Appended.Fenced _ -> fenced();
                case Appended.Unwritable(var detail) -> decide(letter.harmless(detail));
                case Appended.KeyTaken _ ->
                        throw new AssertionError("only a start claims a key: " + letter);
            }
        }
    }

    private void answerless(Letter letter) {
        busy = false;
        decide(letter);
    }

    /** What was to go on here may have been quicker to go on elsewhere. */
    private void decideAgain(Letter letter) {
        if (letter.command() instanceof Recover || (letter.takesRun() && runsElsewhere())) {
            leave();
        }
        decide(letter);
    }

    private boolean runsElsewhere() {
        return run.state() == RunState.RUNNING
                && presence.isNothingUnderWay()
                && !letters.areAboutOwnAttempts();
    }

    private void won(Letter letter, Transition transition) {
        var before = run;
        run = transition.after();
        mine = transition.isKept();
        letters.done();
        Log.transition(run, transition.events());
        try {
            surroundings.host().moved(before, transition.events());
            follow(transition.events());
        } finally {
            letter.answer(new Told.Done(transition.after()));
        }
        next();
    }

    /** What becomes true in the world now that the events are. */
    private void follow(List<RunEvent> events) {
        presence.follow(run, events);
        if (run.state().isTerminal()) {
            leave();
        } else {
            settle();
        }
    }

    private void settle() {
        if (!presence.settle(run)) {
            leave();
        }
    }

    void leave() {
        if (gone) {
            return;
        }
        gone = true;
        presence.end();
        surroundings.host().left(surroundings.known());
        letters.sendBackAll();
    }

    private void next() {
        if (busy || gone) {
            return;
        }
        var letter = letters.next();
        if (letter != null) {
            decide(letter);
        } else if (run.seq() < told) {
            told = 0;
            reload(() -> decide(new Letter(new WakeUp())));
        }
    }

    private void reload(Runnable then) {
        busy = true;
        journal.reload(run, found -> reloaded(found, then));
    }

    private void reloaded(Optional<Run> found, Runnable then) {
        busy = false;
        if (found.isEmpty() || gone) {
            leave();
            return;
        }
        run = found.get();
        presence.keepOnly(run);
        switch (run.state()) {
            case RUNNING -> stayIfHere();
            // Whoever wrote that looks after it, or left it to the database.
            case QUEUED, WAITING -> leave();
            case COMPLETED, FAILED, CANCELED -> {}
        }
        then.run();
        if (run.state().isTerminal()) {
            leave();
        }
    }

    private void stayIfHere() {
        if (runsElsewhere()) {
            leave();
        } else {
            settle();
        }
    }

    private void fenced() {
        surroundings.host().fenced();
        leave();
    }

    /**
     * A mistake in the server ends the run it was made with, and says so to whoever asked; one that
     * can't even be ended is left alone until the next start.
     */
    void mistaken(Throwable mistake) {
        Log.mistake(run, mistake);
        if (!busy) {
            letters.failed(mistake);
        }
        if (mistaken) {
            leave();
        } else {
            mistaken = true;
            receive(new Letter(new Fail(Reason.FLOW_FAIL, "a mistake in the server: " + mistake)));
        }
    }
}
