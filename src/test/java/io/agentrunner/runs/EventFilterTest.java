package io.agentrunner.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFilterTest {

    @Test
    void without_filters_everything_is_wanted() {
        var all = new EventFilter(Set.of(), Set.of(), Set.of());
        assertThat(all.wants("order", "step.started")).isTrue();
    }

    @Test
    void a_state_selects_the_events_that_bring_runs_into_it() {
        var failed = new EventFilter(Set.of(), Set.of(RunState.FAILED), Set.of());
        assertThat(failed.wants("order", "run.failed")).isTrue();
        assertThat(failed.wants("order", "run.completed")).isFalse();
        assertThat(failed.wants("order", "step.failed")).isFalse();
    }

    @Test
    void every_kind_of_event_that_is_stored_can_be_asked_for() throws IOException {
        try (var stored = Files.list(Path.of("src/test/resources/events"))) {
            assertThat(
                            stored.map(it -> it.getFileName().toString().replaceAll("\\.v.*", ""))
                                    .distinct())
                    .containsOnlyOnceElementsOf(EventTypes.ALL)
                    .allMatch(EventTypes.ALL::contains);
        }
    }

    @Test
    void every_filter_given_must_agree() {
        var filter =
                new EventFilter(
                        Set.of("order"),
                        Set.of(RunState.FAILED, RunState.CANCELED),
                        Set.of("run.failed"));
        assertThat(filter.wants("order", "run.failed")).isTrue();
        assertThat(filter.wants("order", "run.canceled")).isFalse();
        assertThat(filter.wants("hello", "run.failed")).isFalse();
    }
}
