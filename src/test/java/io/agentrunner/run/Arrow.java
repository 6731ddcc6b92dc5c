package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.run.Lifecycle.RunRecovered;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One event takes a run, or a step of it, from one state to another, or leaves it where it is.
 *
 * @param from {@link #NOTHING} for what begins to exist
 */
public record Arrow(Machine machine, String from, Class<? extends RunEvent> event, String to)
        implements Comparable<Arrow> {

    /** Where everything comes from. */
    public static final String NOTHING = "[*]";

    private static final Comparator<Arrow> ORDER =
            Comparator.comparing(Arrow::machine)
                    .thenComparing(Arrow::from)
                    .thenComparing(it -> it.event().getSimpleName())
                    .thenComparing(Arrow::to);

    /** Whose states those are. */
    public enum Machine {
        RUN,
        STEP
    }

    /** Finds the arrows that an event took: the run's, and that of each step it is about. */
    public static void taken(
            @Nullable Run before, RunEvent event, Run after, Consumer<Arrow> arrows) {
        var from = before == null ? NOTHING : before.state().name();
        arrows.accept(new Arrow(Machine.RUN, from, event.getClass(), after.state().name()));
        steps(before, event).forEach(it -> arrows.accept(ofStep(before, it, event, after)));
    }

    /** Those that an event is about, though it may not name them. */
    private static Stream<StepKey> steps(@Nullable Run before, RunEvent event) {
        return switch (event) {
            case StepEvent it -> Stream.of(it.step());
            case FlowEvent it -> Stream.of(it.step());
            case WaitEvent.OfStep it -> Stream.of(it.step());
            case RunForked it -> it.steps().stream().map(Reused::step);
            case RunRecovered _ ->
                    Objects.requireNonNull(before).steps().active().stream()
                            .filter(it -> it.state() == StepState.RUNNING)
                            .map(StepRun::key);
            case WaitEvent.SignalReceived _ -> Stream.empty();
            case Lifecycle _ -> Stream.empty();
        };
    }

    private static Arrow ofStep(@Nullable Run before, StepKey key, RunEvent event, Run after) {
        var old = before == null ? null : before.steps().find(key).orElse(null);
        var from = old == null ? NOTHING : old.state().name();
        var to = after.steps().find(key).orElseThrow().state().name();
        return new Arrow(Machine.STEP, from, event.getClass(), to);
    }

    @Override
    public int compareTo(Arrow other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "%s %s --%s--> %s".formatted(machine, from, event.getSimpleName(), to);
    }
}
