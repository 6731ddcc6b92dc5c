package io.agentrunner.run;

import static io.agentrunner.run.Samples.NODE;
import static io.agentrunner.run.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepStarted;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The steps of a run are what a plain map in order of insertion would be. */
class StepsPropertyTest {

    private static final List<String> SAME_HASH = List.of("AaAa", "AaBB", "BBAa", "BBBB");

    @Provide
    Arbitrary<List<StepRun>> changes() {
        var names =
                Arbitraries.oneOf(
                        Arbitraries.integers().between(1, 60).map(number -> "s" + number),
                        Arbitraries.of(SAME_HASH));
        var keys =
                Combinators.combine(names, Arbitraries.integers().between(1, 3)).as(StepKey::new);
        var states =
                Arbitraries.of(
                        StepState.RUNNING,
                        StepState.WAITING,
                        StepState.COMPLETED,
                        StepState.FAILED);
        return Combinators.combine(keys, states).as(StepsPropertyTest::step).list().ofMaxSize(150);
    }

    @Property
    void they_equal_a_map_in_order_of_insertion(@ForAll("changes") List<StepRun> changes) {
        var steps = Steps.NONE;
        var model = new LinkedHashMap<StepKey, StepRun>();
        for (var change : changes) {
            steps = steps.with(change);
            model.put(change.key(), change);
        }
        assertThat(steps).containsExactlyElementsOf(model.values());
        for (var change : changes) {
            assertThat(steps.find(change.key())).contains(model.get(change.key()));
            assertThat(steps.latest(change.key().path())).contains(latest(model, change.key()));
        }
        assertThat(steps.find(StepKey.first("nobody"))).isEmpty();
        assertThat(steps.latest("nobody")).isEmpty();
    }

    @Property
    void they_know_what_is_active(@ForAll("changes") List<StepRun> changes) {
        var steps = Steps.NONE;
        for (var change : changes) {
            steps = steps.with(change);
        }
        assertThat(steps.active())
                .containsExactlyElementsOf(
                        steps.stream().filter(step -> step.state().isActive()).toList());
        assertThat(steps.running()).isEqualTo(count(steps, StepState.RUNNING));
        assertThat(steps.waiting()).isEqualTo(count(steps, StepState.WAITING));
    }

    @Property
    void a_change_leaves_what_was_before_it_alone(@ForAll("changes") List<StepRun> changes) {
        var versions = new ArrayList<>(List.of(Steps.NONE));
        var copies = new ArrayList<>(List.of(List.<StepRun>of()));
        for (var change : changes) {
            versions.add(versions.getLast().with(change));
            copies.add(List.copyOf(versions.getLast()));
        }
        for (int i = 0; i < versions.size(); i++) {
            assertThat(versions.get(i)).isEqualTo(copies.get(i));
        }
    }

    @Example
    void a_long_list_keeps_every_step_in_its_place() {
        var steps = Steps.NONE;
        for (int i = 0; i < 40_000; i++) {
            steps = steps.with(step(StepKey.first("s" + i), StepState.RUNNING));
        }
        for (int i = 0; i < steps.size(); i += 7) {
            steps = steps.with(step(StepKey.first("s" + i), StepState.COMPLETED));
        }
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).key().path()).isEqualTo("s" + i);
            assertThat(steps.get(i).state())
                    .isEqualTo(i % 7 == 0 ? StepState.COMPLETED : StepState.RUNNING);
        }
    }

    /** Eight times the steps take eight times the memory; sixty-four would be the square. */
    @Example
    void a_long_run_is_folded_in_proportion_to_its_length() {
        assertThat(bytesToFold(life(16_000))).isLessThan(12 * bytesToFold(life(2_000)));
    }

    private static long bytesToFold(List<RunEvent> events) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(Run.fold(Samples.ID, events).seq()).isEqualTo(events.size());
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static List<RunEvent> life(int steps) {
        var events = new ArrayList<RunEvent>(List.of(Samples.CREATED, Samples.STARTED));
        for (int i = 0; i < steps; i++) {
            var key = StepKey.first("s" + i);
            events.add(new StepStarted(key, "set", 1, NODE, NOON));
            events.add(new StepCompleted(key, 1, "1", NOON));
        }
        return events;
    }

    private static StepRun step(StepKey key, StepState state) {
        var attempt = Attempt.started(1, NODE, null, NOON);
        var started = StepRun.started(key, "set", attempt);
        return switch (state) {
            case WAITING -> started.waiting(Reason.SLEEP, "sleeps", null, attempt.waiting());
            case COMPLETED -> started.completed("1", NOON);
            default -> started;
        };
    }

    private static StepRun latest(Map<StepKey, StepRun> model, StepKey key) {
        return model.values().stream()
                .filter(step -> step.key().path().equals(key.path()))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static int count(Steps steps, StepState state) {
        return (int) steps.stream().filter(step -> step.state() == state).count();
    }
}
