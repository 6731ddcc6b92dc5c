package io.agentrunner.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All that can be measured, in the order in which it is. */
final class Scenarios {

    static final List<Scenario> ALL =
            List.of(
                    new EngineRuns(),
                    new HttpRuns(),
                    new BatchStarts(),
                    new StepsOfOneRun(),
                    new Appends(),
                    new Footprint(),
                    new DbosRuns(),
                    new LookUps(),
                    new Crowd(),
                    new Sleepers(),
                    new Growth(),
                    new Streams(),
                    new Soak());

    private Scenarios() {}

    static Optional<Scenario> named(String name) {
        return ALL.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    static String names() {
        return ALL.stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    /** One line each. */
    static String[] lines() {
        return ALL.stream()
                .map(it -> "  %-10s %s".formatted(it.name(), it.about()))
                .toArray(String[]::new);
    }
}
