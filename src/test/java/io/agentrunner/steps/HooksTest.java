package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.agentrunner.workflow.dsl.Failed;
import io.agentrunner.workflow.dsl.Hooks;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Hooks hear what has happened, in order, and can't change it. */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class HooksTest {

    @Inject LiveRuns runs;
    @Inject Heard heard;

    /** Says what it was told, and fails each time after that. */
    @ApplicationScoped
    static class Heard implements Hooks {

        private final Map<String, List<String>> calls = new ConcurrentHashMap<>();

        List<String> of(Run run) {
            return calls.getOrDefault(run.id().toString(), List.of());
        }

        private void hear(OfRun run, String what) {
            calls.computeIfAbsent(run.id(), _ -> new CopyOnWriteArrayList<>()).add(what);
            throw new IllegalStateException("a hook that fails");
        }

        @Override
        public boolean concerns(String workflow) {
            if (workflow.equals("broken-hook")) {
                throw new StackOverflowError("a hook that fails badly");
            }
            return workflow.startsWith("hooked");
        }

        @Override
        public void beforeRun(OfRun run) {
            hear(run, "before run");
        }

        @Override
        public void afterRun(OfRun run) {
            hear(run, "after run, " + run.state());
        }

        @Override
        public void beforeStep(OfStep step) {
            hear(step.run(), "before " + step.path() + "/" + step.iteration());
        }

        @Override
        public void afterStep(OfStep step) {
            hear(step.run(), "after %s, %s".formatted(step.path(), step.state()));
        }

        @Override
        public void onFailure(OfStep step, Failed error) {
            hear(step.run(), "%s failed: %s".formatted(step.path(), error.code()));
        }
    }

    @Test
    void they_hear_of_runs_and_steps_in_order_and_change_nothing() {
        var run =
                runs.ended(
                        runs.start(
                                """
                                name: hooked
                                timeline: [a, b, c]
                                steps:
                                  a: {type: set, value: 1}
                                  b: {type: shell, run: "exit 3", retry: {maxAttempts: 2, backoff: PT0.01S}}
                                  c: {type: set, value: "${steps.a}"}
                                diverge:
                                  b: [{when: "true", then: {backTo: a}, max: 1}, {otherwise: true, then: continue}]
                                """,
                                "{}"));
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.result()).isEqualTo("1");
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(heard.of(run))
                                        .containsExactly(
                                                "before run",
                                                "before a/1",
                                                "after a, COMPLETED",
                                                "before b/1",
                                                "b failed: EXIT_3",
                                                "after b, FAILED",
                                                "before a/2",
                                                "after a, COMPLETED",
                                                "before b/2",
                                                "b failed: EXIT_3",
                                                "after b, FAILED",
                                                "before c/1",
                                                "after c, COMPLETED",
                                                "after run, COMPLETED"));
    }

    @Test
    void one_that_fails_badly_stops_no_run() {
        var run =
                runs.ended(
                        runs.start(
                                "name: broken-hook\ntimeline: [a]\nsteps: {a: {type: set, value: 1}}",
                                "{}"));
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void those_that_a_run_does_not_concern_hear_nothing_of_it() {
        var other = runs.ended(runs.start("counter-java", "{\"to\": 2}", null));
        var hooked =
                runs.ended(
                        runs.start(
                                "name: hooked-too\ntimeline: [a]\nsteps: {a: {type: set, value: 1}}",
                                "{}"));
        Awaitility.await().until(() -> heard.of(hooked).contains("after run, COMPLETED"));
        assertThat(heard.of(other)).isEmpty();
    }
}
