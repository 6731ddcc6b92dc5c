package io.agentrunner.simulation;

import io.agentrunner.engine.Payloads;
import io.agentrunner.journal.Appended;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.journal.Lease;
import io.agentrunner.journal.Transition;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.StepCompleted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one process. Appends of different runs overtake each other; where an answer is
 * lost, the database is asked what became of it before anything is said.
 */
final class SimulatedJournal implements Journal {

    private static final long LONGEST_START = 5_000_000;

    private final SimulatedDatabase database;
    private final Simulator simulator;
    private final SimulatedProcess process;
    private final Wire wire;
    private final Supplier<Lease> lease;
    private final Sabotage sabotage;
    private final List<Pending> held = new ArrayList<>();
    private boolean connected = true;

    /** A transition on its way, and what the database said to it. */
    private static final class Pending {
        private final Transition transition;
        private final Lease lease;
        private final long since;
        private final CompletableFuture<Appended> answer = new CompletableFuture<>();

        Pending(Transition transition, Lease lease, long since) {
            this.transition = transition;
            this.lease = lease;
            this.since = since;
        }
    }

    /** One try to write it. Once it is void it never happens. */
    private static final class Sending {
        private @Nullable Appended fate;
        private boolean isVoid;
    }

    SimulatedJournal(
            SimulatedDatabase database,
            SimulatedProcess process,
            Wire wire,
            Supplier<Lease> lease,
            Sabotage sabotage) {
        this.database = database;
        this.simulator = database.simulator();
        this.process = process;
        this.wire = wire;
        this.lease = lease;
        this.sabotage = sabotage;
    }

    @Override
    public CompletionStage<Appended> append(Transition transition) {
        if (transition.events().stream().anyMatch(it -> isUnwritable(it))) {
            return CompletableFuture.completedStage(
                    new Appended.Unwritable("it holds what can't be stored"));
        }
        var pending = new Pending(transition, lease.get(), simulator.micros());
        if (connected) {
            send(pending);
        } else if (transition.creates()) {
            unavailable(pending);
        } else {
            held.add(pending);
        }
        return pending.answer;
    }

    /** U+0000 and half a surrogate pair, as PostgreSQL's jsonb has it. */
    private static boolean isUnwritable(Object event) {
        return event instanceof StepCompleted completed
                && (Payloads.hasNul(completed.result()) || completed.result().contains("\\ud"));
    }

    @Override
    public CompletionStage<Optional<Run>> load(RunId id) {
        return wire.ask(() -> database.load(id));
    }

    @Override
    public boolean isAvailable() {
        return connected;
    }

    private void send(Pending pending) {
        if (sabotage == Sabotage.ACKNOWLEDGES_BEFORE_THE_COMMIT) {
            process.within(0, () -> pending.answer.complete(new Appended.Won()));
        }
        var sending = new Sending();
        wire.send(
                () -> {
                    execute(pending, sending);
                    return () -> answer(pending, sending);
                },
                () -> lost(pending, sending));
    }

    private void execute(Pending pending, Sending sending) {
        if (!sending.isVoid) {
            sending.fate = database.append(pending.transition, pending.lease);
        }
    }

    private void answer(Pending pending, Sending sending) {
        var fate = sending.fate;
        if (fate != null) {
            simulator.note(() -> pending.transition.after().id() + " answered " + fate);
            pending.answer.complete(fate);
        }
    }

    /** The connection is lost: nobody knows what became of what was in flight. */
    private void lost(Pending pending, Sending sending) {
        connected = false;
        simulator.note(() -> pending.transition.after().id() + " connection lost");
        process.within(simulator.lapse(50_000, 2_000_000), () -> resolve(pending, sending));
    }

    private void resolve(Pending pending, Sending sending) {
        if (!wire.isUp()) {
            var again = simulator.lapse(50_000, 1_000_000);
            process.within(again, () -> resolve(pending, sending));
            return;
        }
        sending.isVoid = true;
        connected = true;
        if (sabotage == Sabotage.APPLIES_EVENTS_TWICE && sending.fate instanceof Appended.Won) {
            database.appendTwice(pending.transition, pending.lease);
        }
        if (sending.fate == null) {
            again(pending);
        } else {
            answer(pending, sending);
        }
        var waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(this::again);
    }

    private void again(Pending pending) {
        if (!pending.lease.equals(lease.get())) {
            pending.answer.complete(new Appended.Fenced());
        } else if (pending.transition.creates()
                && simulator.micros() - pending.since > LONGEST_START) {
            unavailable(pending);
        } else {
            send(pending);
        }
    }

    private static void unavailable(Pending pending) {
        pending.answer.completeExceptionally(
                new JournalUnavailable("the database does not answer"));
    }
}
