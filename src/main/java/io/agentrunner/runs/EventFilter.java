package io.agentrunner.runs;

import io.agentrunner.run.RunState;
import java.util.Optional;
import java.util.Set;

/**
 * Which events of all runs are wanted. An empty set wants every one.
 *
 * @param states the states into which an event must bring its run
 */
record EventFilter(Set<String> workflows, Set<RunState> states, Set<String> types) {

    EventFilter {
        workflows = Set.copyOf(workflows);
        states = Set.copyOf(states);
        types = Set.copyOf(types);
    }

    boolean wants(String workflow, String type) {
        return (workflows.isEmpty() || workflows.contains(workflow))
                && (types.isEmpty() || types.contains(type))
                && (states.isEmpty() || entered(type).filter(states::contains).isPresent());
    }

    private static Optional<RunState> entered(String type) {
        return switch (type) {
            case "run.created" -> Optional.of(RunState.QUEUED);
            case "run.started", "run.resumed", "run.step_requested", "run.recovered" ->
                    Optional.of(RunState.RUNNING);
            case "run.waiting" -> Optional.of(RunState.WAITING);
            case "run.completed" -> Optional.of(RunState.COMPLETED);
            case "run.failed" -> Optional.of(RunState.FAILED);
            case "run.canceled" -> Optional.of(RunState.CANCELED);
            default -> Optional.empty();
        };
    }
}
