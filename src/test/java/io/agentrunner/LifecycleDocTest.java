package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.LifecycleDoc.Line;
import io.agentrunner.journal.EventCodec;
import io.agentrunner.run.Arrow;
import io.agentrunner.run.Arrow.Machine;
import io.agentrunner.run.Arrows;
import io.agentrunner.run.Lifecycle;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/lifecycle.md tells of every arrow of both state machines, and of no other. */
class LifecycleDocTest {

    private static final Set<Arrow> POSSIBLE = Arrows.possible();

    private static final Map<Class<?>, String> NAMES =
            Arrows.events()
                    .collect(
                            Collectors.toMap(it -> it.getClass(), EventCodec::type, (it, _) -> it));

    @ParameterizedTest
    @EnumSource
    void the_table_lists_every_arrow_and_no_other(Machine machine) {
        agree("table", of(machine).listed(), possible(machine));
        assertThat(of(machine).listedTwice()).as("listed twice").isEmpty();
        assertThat(of(machine).unexplained()).as("listed without a cause").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void the_diagram_draws_every_arrow_to_another_state_and_no_other(Machine machine) {
        var moving =
                possible(machine).stream()
                        .filter(it -> !it.from().equals(it.to()))
                        .collect(Collectors.toSet());
        agree("diagram", of(machine).drawn(), moving);
        assertThat(of(machine).ends()).as("ends").isEqualTo(ends(machine));
    }

    private static LifecycleDoc of(Machine machine) {
        return switch (machine) {
            case RUN -> LifecycleDoc.under("### Of a run");
            case STEP -> LifecycleDoc.under("### Of a step");
        };
    }

    private static void agree(String where, Set<Line> written, Set<Line> possible) {
        assertThat(without(possible, written))
                .as("possible, and not in the %s of docs/lifecycle.md", where)
                .isEmpty();
        assertThat(without(written, possible))
                .as("impossible, and yet in the %s of docs/lifecycle.md", where)
                .isEmpty();
    }

    private static Set<Line> without(Set<Line> all, Set<Line> some) {
        var rest = new TreeSet<Line>(all);
        rest.removeAll(some);
        return rest;
    }

    /** What happens to its steps leaves a run where it is; that is for their own diagram. */
    private static Set<Line> possible(Machine machine) {
        return POSSIBLE.stream()
                .filter(it -> it.machine() == machine)
                .filter(it -> machine == Machine.STEP || isOfRun(it.event()))
                .map(it -> new Line(it.from(), String.valueOf(NAMES.get(it.event())), it.to()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOfRun(Class<? extends RunEvent> event) {
        return Lifecycle.class.isAssignableFrom(event) || event == SignalReceived.class;
    }

    private static Set<String> ends(Machine machine) {
        var ends = new TreeSet<String>();
        possible(machine).forEach(it -> ends.add(it.to()));
        possible(machine).stream()
                .filter(it -> !it.from().equals(it.to()))
                .forEach(it -> ends.remove(it.from()));
        return ends;
    }
}
