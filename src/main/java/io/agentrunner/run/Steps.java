package io.agentrunner.run;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The steps of a run in the order they were started. Immutable, and cheap to change: an update
 * copies a few small arrays, not the list, so that folding a run takes time in proportion to its
 * length.
 */
public final class Steps extends AbstractList<StepRun> {

    public static final Steps NONE = new Steps(Trie.empty(), Places.NONE, 0, 0, 0);

    private final Trie<StepRun> steps;
    private final Places places;
    private final int running;
    private final int waiting;
    private final int asking;

    private Steps(Trie<StepRun> steps, Places places, int running, int waiting, int asking) {
        this.steps = steps;
        this.places = places;
        this.running = running;
        this.waiting = waiting;
        this.asking = asking;
    }

    @Override
    public StepRun get(int index) {
        return steps.get(index);
    }

    @Override
    public int size() {
        return steps.size();
    }

    /** How many run at this moment. */
    public int running() {
        return running;
    }

    /** How many wait at this moment. */
    public int waiting() {
        return waiting;
    }

    /** How many wait for somebody's decision at this moment. */
    public int asking() {
        return asking;
    }

    public Optional<StepRun> find(StepKey key) {
        int index = places.of(key);
        return index < 0 ? Optional.empty() : Optional.of(get(index));
    }

    /** The latest iteration of that step. */
    public Optional<StepRun> latest(String path) {
        return lastWhere(step -> step.key().path().equals(path));
    }

    /** Those that run or wait, in order of start. */
    public List<StepRun> active() {
        return running + waiting == 0
                ? List.of()
                : stream().filter(step -> step.state().isActive()).toList();
    }

    /** With that step added, or put in the place of the one with its key. */
    Steps with(StepRun step) {
        int index = places.of(step.key());
        return index < 0 ? added(step) : replaced(index, step);
    }

    private Steps added(StepRun step) {
        return new Steps(
                steps.with(size(), step),
                places.with(step.key(), size()),
                running + count(step, true),
                waiting + count(step, false),
                asking + (step.asks() ? 1 : 0));
    }

    private Steps replaced(int index, StepRun step) {
        var before = get(index);
        return new Steps(
                steps.with(index, step),
                places,
                running + count(step, true) - count(before, true),
                waiting + count(step, false) - count(before, false),
                asking + (step.asks() ? 1 : 0) - (before.asks() ? 1 : 0));
    }

    private static int count(StepRun step, boolean running) {
        return step.state() == (running ? StepState.RUNNING : StepState.WAITING) ? 1 : 0;
    }

    private Optional<StepRun> lastWhere(Predicate<StepRun> wanted) {
        for (int i = size() - 1; i >= 0; i--) {
            if (wanted.test(get(i))) {
                return Optional.of(get(i));
            }
        }
        return Optional.empty();
    }
}
