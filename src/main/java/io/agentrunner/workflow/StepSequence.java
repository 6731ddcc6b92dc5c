package io.agentrunner.workflow;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;

/** Steps in their order, found by name however many there are. */
final class StepSequence extends AbstractList<Step> implements RandomAccess {

    private final List<Step> steps;
    private final Map<String, Integer> places = new HashMap<>();

    private StepSequence(List<Step> steps) {
        this.steps = List.copyOf(steps);
        for (int i = 0; i < steps.size(); i++) {
            places.putIfAbsent(steps.get(i).name(), i);
        }
    }

    static StepSequence of(List<Step> steps) {
        return steps instanceof StepSequence same ? same : new StepSequence(steps);
    }

    Optional<Step> find(String name) {
        return Optional.ofNullable(places.get(name)).map(steps::get);
    }

    /** The step after that one; empty after the last. */
    Optional<Step> after(String name) {
        return Optional.ofNullable(places.get(name))
                .filter(place -> place + 1 < steps.size())
                .map(place -> steps.get(place + 1));
    }

    @Override
    public Step get(int index) {
        return steps.get(index);
    }

    @Override
    public int size() {
        return steps.size();
    }
}
