package io.agentrunner.run;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The steps of a run in the order they were started. Immutable, and cheap to change: an update
 * copies one chunk, not the list, so that folding a run takes time in proportion to its length.
 */
public final class Steps extends AbstractList<StepRun> {

    public static final Steps NONE = new Steps(new StepRun[0][], Places.NONE, 0, 0, 0);
    private static final int CHUNK = 32;

    private final StepRun[][] chunks;
    private final Places places;
    private final int size;
    private final int running;
    private final int waiting;

    private Steps(StepRun[][] chunks, Places places, int size, int running, int waiting) {
        this.chunks = chunks;
        this.places = places;
        this.size = size;
        this.running = running;
        this.waiting = waiting;
    }

    @Override
    public StepRun get(int index) {
        return chunks[index / CHUNK][index % CHUNK];
    }

    @Override
    public int size() {
        return size;
    }

    /** How many run at this moment. */
    public int running() {
        return running;
    }

    /** How many wait at this moment. */
    public int waiting() {
        return waiting;
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
        int chunk = size / CHUNK;
        var copy = Arrays.copyOf(chunks, chunk + 1);
        copy[chunk] =
                size % CHUNK == 0
                        ? new StepRun[1]
                        : Arrays.copyOf(chunks[chunk], chunks[chunk].length + 1);
        copy[chunk][size % CHUNK] = step;
        return new Steps(
                copy,
                places.with(step.key(), size),
                size + 1,
                running + count(step, true),
                waiting + count(step, false));
    }

    private Steps replaced(int index, StepRun step) {
        var before = get(index);
        var copy = chunks.clone();
        copy[index / CHUNK] = copy[index / CHUNK].clone();
        copy[index / CHUNK][index % CHUNK] = step;
        return new Steps(
                copy,
                places,
                size,
                running + count(step, true) - count(before, true),
                waiting + count(step, false) - count(before, false));
    }

    private static int count(StepRun step, boolean running) {
        return step.state() == (running ? StepState.RUNNING : StepState.WAITING) ? 1 : 0;
    }

    private Optional<StepRun> lastWhere(Predicate<StepRun> wanted) {
        for (int i = size - 1; i >= 0; i--) {
            if (wanted.test(get(i))) {
                return Optional.of(get(i));
            }
        }
        return Optional.empty();
    }
}
