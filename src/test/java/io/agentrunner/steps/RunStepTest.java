package io.agentrunner.steps;

import static io.agentrunner.steps.LiveRuns.failure;
import static io.agentrunner.steps.LiveRuns.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.engine.Outcome;
import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.Lifecycle;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Signal;
import io.agentrunner.run.Wait;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs that steps start, from their blueprints to the end. */
@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class RunStepTest {

    @Inject LiveRuns runs;
    @Inject RunStep runStep;

    private static final String CHILD =
            """
            name: invoice
            inputs:
              type: object
              required: [sum]
              properties: {sum: {type: number}, currency: {type: string, default: EUR}}
            timeline: [wait, pay]
            steps:
              wait: {type: signal, name: go}
              pay: {type: set, value: "${inputs.sum / 0 == 0 ? 'x' : inputs.currency}"}
            """
                    .replace(
                            "${inputs.sum / 0 == 0 ? 'x' : inputs.currency}",
                            "${10 / int(inputs.sum)} ${inputs.currency}");

    private static final String PARENT =
            """
            name: parent
            timeline: [call]
            steps:
              call: {type: run, workflow: invoice, inputs: "${inputs}"}
            """;

    @Test
    void a_childs_result_becomes_the_steps() {
        runs.publish(CHILD);
        runs.publish(PARENT);
        var parent = runs.start("parent", "{\"sum\": 5}", "c-9");
        var child = runs.now(child(runs.waiting(parent, Reason.CHILD)).id());
        assertThat(parent(child).run()).isEqualTo(parent.id());
        assertThat(child.created().inputs()).isEqualTo("{\"sum\":5,\"currency\":\"EUR\"}");
        assertThat(child.created().correlationId()).isEqualTo("c-9");
        assertThat(child.created().priority()).isEqualTo(7);
        runs.tell(child, new Send(new Signal("go", "null")));
        assertThat(runs.ended(parent).result()).isEqualTo("\"2 EUR\"");
    }

    @Test
    void children_that_are_done_at_once_are_heard_of() {
        runs.publish(
                "name: quick\ntimeline: [a]\nsteps: {a: {type: set, value: \"${inputs.n}\"}}\n");
        var yaml =
                """
                name: many
                timeline: [call]
                steps:
                  call:
                    type: forEach
                    items: "${inputs.all}"
                    step: {type: run, workflow: quick, inputs: {n: "${item}"}}
                """;
        var numbers = IntStream.range(0, 100).boxed().toList().toString().replace(" ", "");
        var ended = runs.ended(runs.start(yaml, "{\"all\":" + numbers + "}"));
        assertThat(ended.result()).isEqualTo(numbers);
    }

    @Test
    void the_example_of_runs_that_start_others_does_what_it_says() throws IOException {
        for (var name : List.of("hello", "greet-all")) {
            runs.publish(Files.readString(Path.of("examples", name + ".yaml")));
        }
        assertThat(runs.ended(runs.start("greet-all")).result())
                .isEqualTo(
                        "{\"greetings\":[\"Hello, Ada!\",\"Hello, Grace!\",\"Hello, Barbara!\"],"
                                + "\"letters\":[3,5,7]}");
    }

    @Test
    void a_childs_failure_and_its_cancel_fail_the_step() {
        runs.publish(CHILD);
        runs.publish(PARENT);
        var parent = runs.start("parent", "{\"sum\": 0}", null);
        var child = runs.now(child(runs.waiting(parent, Reason.CHILD)).id());
        runs.tell(child, new Send(new Signal("go", "null")));
        assertThat(runs.ended(parent).message())
                .startsWith(
                        "call failed with CHILD_FAILED: run "
                                + child.id()
                                + " of invoice failed: pay failed");

        var other = runs.start("parent", "{\"sum\": 1}", null);
        var canceled = runs.now(child(runs.waiting(other, Reason.CHILD)).id());
        runs.tell(canceled, new Cancel("enough"));
        assertThat(runs.ended(other).message()).contains("CHILD_CANCELED", "was canceled: enough");
    }

    @Test
    void what_the_child_would_not_take_fails_the_step() {
        runs.publish(CHILD);
        var failure = failed(runs.start(PARENT, "{\"sum\": \"much\"}"));
        assertThat(failure)
                .startsWith("INPUTS_INVALID: invoice takes no such inputs: /sum string found");
        runs.publish(CHILD.replace("name: invoice", "name: retired"));
        runs.archive("retired");
        assertThat(failed(runs.start(parent("retired"), "{}"))).startsWith("WORKFLOW_ARCHIVED: ");
        assertThat(failed(runs.start(parent("nobody"), "{}")))
                .isEqualTo("UNKNOWN_WORKFLOW: there is no workflow nobody");
        assertThat(failed(runs.start(parent("invoice, version: v0"), "{}")))
                .isEqualTo("UNKNOWN_WORKFLOW: there is no workflow invoice in version v0");
        assertThat(failed(runs.start(PARENT.replace("${inputs}", "${inputs.sum}"), "{\"sum\": 1}")))
                .isEqualTo("SETTINGS: inputs must be an object, not 1");
    }

    private static String parent(String workflow) {
        return PARENT.replace("name: parent", "name: parent-" + workflow.replaceAll(",.*", ""))
                .replace("workflow: invoice", "workflow: " + workflow);
    }

    private String failed(Run run) {
        var failure = failure(runs.ended(run), "call");
        return failure.code() + ": " + failure.message();
    }

    private static Lifecycle.Parent parent(Run child) {
        return Objects.requireNonNull(child.created().parent());
    }

    private static Awaited.Child child(Run run) {
        return (Awaited.Child) Objects.requireNonNull(step(run, "call").awaited());
    }

    @Test
    void a_workflow_that_starts_itself_comes_to_an_end() {
        var run =
                runs.start(
                        "name: endless\ntimeline: [call]\nsteps: {call: {type: run, workflow: endless}}\n",
                        "{}");
        var deepest = runs.ended(run);
        int levels = 1;
        while (step(deepest, "call").awaited() != null) {
            deepest = runs.now(child(deepest).id());
            levels++;
        }
        assertThat(levels).isEqualTo(10);
        assertThat(failure(deepest, "call").code()).isEqualTo("NESTING_LIMIT");
    }

    @Test
    void an_attempt_made_again_after_a_crash_finds_its_child() throws Exception {
        runs.publish(CHILD);
        var task = TestTask.of("{\"workflow\": \"invoice\", \"inputs\": {\"sum\": 1}}");
        var first = child(runStep.execute(task.task()));
        assertThat(child(runStep.execute(task.afterCrash()))).isEqualTo(first);
        var known = new Awaited.Child(first, "invoice", null);
        assertThat(child(runStep.execute(task.attempt(2).after(known)))).isEqualTo(first);
        runs.tell(runs.now(first), new Cancel(null));
    }

    private static RunId child(Outcome outcome) {
        return ((Wait.Child) ((Outcome.Suspended) outcome).what()).child();
    }

    @Test
    void an_attempt_that_follows_a_failure_has_a_child_of_its_own() throws Exception {
        runs.publish(CHILD);
        var task = TestTask.of("{\"workflow\": \"invoice\", \"inputs\": {\"sum\": 1}}");
        var first = child(runStep.execute(task.task()));
        var second = child(runStep.execute(task.attempt(2).task()));
        assertThat(second).isNotEqualTo(first);
        runs.tell(runs.now(first), new Cancel(null));
        runs.tell(runs.now(second), new Cancel(null));
    }

    @Test
    void a_child_that_ended_is_not_started_again() throws Exception {
        var id = TestTask.newRun();
        var end = new ChildEnd(RunState.COMPLETED, "{\"n\":1.50}", null);
        var task = TestTask.of("{\"workflow\": \"nobody\"}").after(new Awaited.Child(id, "w", end));
        assertThat(runStep.execute(task)).isEqualTo(Outcome.completed("{\"n\":1.50}"));
    }
}
