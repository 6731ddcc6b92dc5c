package io.agentrunner.run;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a run in the order they were started. Immutable, and cheap to change: an update
 * copies a few small arrays, not the list, so that folding a run takes time in proportion to its
 * length.
 */
public final class Steps extends AbstractList<StepRun> {

    public static final Steps NONE =
            new Steps(Trie.empty(), Places.NONE, Places.NONE, new Tally(0, 0, 0));

    private final Trie<StepRun> steps;
    private final Places places;

    /** Of the latest iteration, by the first. */
    private final Places latest;

    private final Tally tally;

    private Steps(Trie<StepRun> steps, Places places, Places latest, Tally tally) {
        this.steps = steps;
        this.places = places;
        this.latest = latest;
        this.tally = tally;
    }

    /** How many of them stand where. */
    private record Tally(int running, int waiting, int asking) {

        Tally with(StepRun step) {
            return plus(step, 1);
        }

        Tally without(StepRun step) {
            return plus(step, -1);
        }

        private Tally plus(StepRun step, int one) {
            return new Tally(
                    running + (step.state() == StepState.RUNNING ? one : 0),
                    waiting + (step.state() == StepState.WAITING ? one : 0),
                    asking + (step.asks() ? one : 0));
        }
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
        return tally.running();
    }

    /** How many wait at this moment. */
    public int waiting() {
        return tally.waiting();
    }

    /** How many wait for somebody's decision at this moment. */
    public int asking() {
        return tally.asking();
    }

    public Optional<StepRun> find(StepKey key) {
        int index = places.of(key);
        return index < 0 ? Optional.empty() : Optional.of(get(index));
    }

    /** The latest iteration of that step. */
    public Optional<StepRun> latest(String path) {
        int index = latest.of(StepKey.first(path));
        return index < 0 ? Optional.empty() : Optional.of(get(index));
    }

    /** How often that step was begun or passed over. */
    public int iterations(String path) {
        return latest(path).map(step -> step.key().iteration()).orElse(0);
    }

    /** What that step is called when it is begun or passed over next. */
    public StepKey nextIteration(String path) {
        return new StepKey(path, iterations(path) + 1);
    }

    /**
     * Those that run or wait, in order of start. Looks back from the latest until it has all of
     * them, so that a step costs the same however many came before it.
     */
    public List<StepRun> active() {
        int left = tally.running() + tally.waiting();
        var active = new ArrayList<StepRun>(left);
        for (int i = size() - 1; left > 0; i--) {
            var step = get(i);
            if (step.state().isActive()) {
                active.add(step);
                left--;
            }
        }
        return List.copyOf(active.reversed());
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
                latest.with(StepKey.first(step.key().path()), size()),
                tally.with(step));
    }

    private Steps replaced(int index, StepRun step) {
        return new Steps(
                steps.with(index, step), places, latest, tally.without(get(index)).with(step));
    }
}
