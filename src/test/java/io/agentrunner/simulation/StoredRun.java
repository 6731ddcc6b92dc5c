package io.agentrunner.simulation;

import io.agentrunner.journal.Transition;
import io.agentrunner.run.Lifecycle.Slot;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run as the simulated database has it: its history folded, and its row in the list. */
final class StoredRun {

    private Run run;
    private RunState state;
    private @Nullable UUID owner;
    private @Nullable Instant wakeAt;
    private @Nullable Reason reason;
    private int asks;

    StoredRun(Transition creation, UUID node) {
        this.run = creation.after();
        this.state = run.state();
        list(creation, node);
    }

    /** What the journal tells of it. */
    Run run() {
        return run;
    }

    RunState state() {
        return state;
    }

    @Nullable UUID owner() {
        return owner;
    }

    @Nullable Instant wakeAt() {
        return wakeAt;
    }

    /** For how many decisions it waits, as lists have it. */
    int asks() {
        return asks;
    }

    boolean waitsForCapacity() {
        return reason == Reason.CAPACITY;
    }

    void own(@Nullable UUID node) {
        owner = node;
    }

    void forgetWake() {
        wakeAt = null;
    }

    /**
     * The boundary between two steps makes no difference to the list; what runs stays its owner's,
     * whoever appends to it.
     */
    void append(Transition transition, Run after, UUID node) {
        run = after;
        if (transition.changesListing()) {
            var before = owner;
            boolean goesOn = state == RunState.RUNNING && after.state() == RunState.RUNNING;
            list(transition, node);
            owner = goesOn ? before : owner;
        }
    }

    private void list(Transition transition, UUID node) {
        state = transition.after().state();
        owner = transition.isKept() ? node : null;
        wakeAt = transition.dueAt();
        reason = transition.after().reason();
        asks = transition.asks();
    }

    boolean isQueued(Instant now) {
        var startAt = run.created().startAt();
        return state == RunState.QUEUED
                && owner == null
                && reason != Reason.PAUSED
                && (startAt == null || !startAt.isAfter(now));
    }

    @Nullable Slot slot() {
        return run.created().slot();
    }

    boolean isUnderWay(String key) {
        var slot = slot();
        return slot != null
                && slot.key().equals(key)
                && !state.isTerminal()
                && (state != RunState.QUEUED || owner != null);
    }

    boolean isDue(Instant by) {
        return state == RunState.WAITING && owner == null && wakeAt != null && !wakeAt.isAfter(by);
    }
}
