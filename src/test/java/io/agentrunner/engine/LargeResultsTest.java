package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.Artifact;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunState;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A result that the journal has no room for is somewhere else before the run speaks of it. */
class LargeResultsTest {

    private static final UUID ID = new UUID(1, 2);
    private static final Artifact FILE =
            new Artifact(ID, "result.json", "result", "application/json", 7, "0".repeat(64));
    private static final String REFERENCE = "{\"artifact\":\"" + ID + "\",\"size\":7}";
    private static final Outcome LARGE =
            new Outcome.Large(out -> out.write("\"large\""), List.of());
    private static final Outcome TOO_LARGE =
            new Outcome.Failed(
                    Failure.of("PAYLOAD_LIMIT", "too large"), Reason.PAYLOAD_LIMIT, List.of());

    private final Hands hands = new Hands();
    private final Scene scene = new Scene().with(hands);
    private final Scripted steps = scene.steps;

    /** Keeps what it is given when the test says so. */
    private static final class Hands implements LargeResults {

        @Override
        public int inlineBytes() {
            return 100;
        }

        private record Handed(
                StepTask task, Outcome.Large large, CompletableFuture<Outcome> outcome) {}

        private final BlockingQueue<Handed> handed = new LinkedBlockingQueue<>();

        @Override
        public Outcome keep(StepTask task, Outcome.Large large) throws Exception {
            var one = new Handed(task, large, new CompletableFuture<>());
            handed.add(one);
            return one.outcome.get();
        }

        Handed next() {
            try {
                var next = handed.poll(20, TimeUnit.SECONDS);
                if (next != null) {
                    return next;
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            throw new AssertionError("nothing was handed over");
        }

        void keepNext() {
            next().outcome.complete(new Outcome.Completed(REFERENCE, List.of(FILE)));
        }

        void refuseNext() {
            next().outcome.complete(TOO_LARGE);
        }
    }

    @AfterEach
    void end() {
        hands.handed.forEach(it -> it.outcome.complete(new Outcome.Stopped(List.of())));
        scene.close();
    }

    @Test
    void the_run_says_nothing_of_it_before_it_is_kept() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        steps.attempt(run, "a", 1).end(LARGE);
        var handed = hands.next();
        scene.settle(node);
        assertThat(node.history(run)).containsExactly("run.created, run.started, step.started a#1");

        handed.outcome().complete(new Outcome.Completed(REFERENCE, List.of(FILE)));
        var next = steps.attempt(run, "b", 1);

        assertThat(next.task().scope().results().apply("a")).contains(REFERENCE);
        next.complete("1");
        node.await(run, RunState.COMPLETED);
        assertThat(node.history(run))
                .contains("artifact.created a#1, step.completed a#1, step.started b#1");
    }

    @Test
    void a_result_in_memory_is_kept_there_as_well_without_its_secrets() throws Exception {
        var node = scene.withSecret("TOKEN", "s3cret").node();
        var run = node.start(scene.sketches().of("a", "b"));
        var longest = "\"" + "é".repeat(49) + "\"";
        steps.attempt(run, "a", 1).complete(longest);
        steps.attempt(run, "b", 1).complete("\"s3cret " + "é".repeat(49) + "\"");

        var handed = hands.next();
        var text = new StringWriter();
        handed.large().result().writeTo(text);
        assertThat(text).hasToString("\"*** " + "é".repeat(49) + "\"");
        assertThat(handed.task().scope().results().apply("a")).contains(longest);
        handed.outcome().complete(new Outcome.Completed(REFERENCE, List.of(FILE)));
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void a_step_without_a_thread_of_its_own_gets_one_for_it() {
        scene.with(
                new StepExecutor() {
                    @Override
                    public String type() {
                        return "large";
                    }

                    @Override
                    public boolean blocks() {
                        return false;
                    }

                    @Override
                    public Outcome execute(StepTask task) {
                        return LARGE;
                    }
                });
        var node = scene.node();
        var runs = List.of(start(node, "large"), start(node, "large"), start(node, "large"));
        scene.settle(node);

        runs.forEach(_ -> hands.keepNext());

        runs.forEach(
                run ->
                        assertThat(node.await(run, RunState.COMPLETED).result())
                                .isEqualTo(REFERENCE));
    }

    private Run start(Node node, String kind) {
        return node.start(scene.sketches().of(Sketches.step("a", kind)));
    }

    @Test
    void a_crash_before_it_is_kept_costs_an_attempt() {
        var id = UUID.randomUUID();
        var node = scene.node(id, "it", 10);
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).end(LARGE);
        hands.next();
        node.crash();

        var next = scene.node(id, "it", 10);
        steps.attempt(run, "a", 2).end(LARGE);
        var again = hands.next();
        assertThat(again.task().attempt()).isEqualTo(2);
        again.outcome().complete(new Outcome.Completed(REFERENCE, List.of(FILE)));

        assertThat(next.await(run, RunState.COMPLETED).result()).isEqualTo(REFERENCE);
        assertThat(String.join(" ", next.history(run))).containsOnlyOnce("step.completed a");
    }

    @Test
    void one_that_can_not_be_kept_fails_its_attempt() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(Sketches.retried("a")));
        steps.attempt(run, "a", 1).end(LARGE);
        hands.next().outcome().completeExceptionally(new IOException("no space left on device"));

        var step = node.await(run, RunState.WAITING).steps().getFirst();
        assertThat(step.attempt().failure()).isNotNull();
        assertThat(String.valueOf(step.attempt().failure())).contains("no space left on device");

        scene.clock().advance(Duration.ofSeconds(1));
        steps.attempt(run, "a", 2).end(LARGE);
        hands.keepNext();
        node.await(run, RunState.COMPLETED);
    }

    @Test
    void one_that_is_too_large_ends_the_step_and_the_run_can_be_made_again() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a", "b"));
        steps.attempt(run, "a", 1).complete("1");
        steps.attempt(run, "b", 1).end(LARGE);
        hands.refuseNext();

        var failed = node.await(run, RunState.FAILED);
        assertThat(failed.reason()).isEqualTo(Reason.STEP_FAILED);
        assertThat(failed.message()).contains("b failed with PAYLOAD_LIMIT");
        assertThat(failed.steps().getLast().reason()).isEqualTo(Reason.PAYLOAD_LIMIT);

        var again = (Engine.Again.Made) Scene.get(node.engine.retry(run.id())).orElseThrow();
        var made = ((Engine.Started.Created) again.started()).run();
        steps.attempt(made, "b", 1).complete("2");
        node.await(made, RunState.COMPLETED);
    }

    @Test
    void one_that_is_too_large_may_be_for_a_person_to_decide() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(asking("a")));
        steps.attempt(run, "a", 1).end(LARGE);
        hands.refuseNext();
        assertThat(node.await(run, RunState.WAITING).reason()).isEqualTo(Reason.RETRIES_EXHAUSTED);

        node.tell(run, new Resume());
        steps.attempt(run, "a", 2).complete("1");

        node.await(run, RunState.COMPLETED);
    }

    private static Step asking(String name) {
        var once =
                new RetryPolicy(
                        1,
                        Duration.ofSeconds(1),
                        2,
                        Duration.ofDays(9),
                        0,
                        Set.of(),
                        Set.of(),
                        true);
        var step = Sketches.step(name);
        return new Step(
                name,
                step.type(),
                null,
                step.settings(),
                step.timeout(),
                null,
                once,
                step.maxCrashes());
    }

    @Test
    void a_run_that_is_canceled_meanwhile_takes_no_result() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).end(LARGE);
        var handed = hands.next();

        node.cancel(run);
        Node.until(() -> handed.task().stop().isGiven());
        handed.outcome().complete(new Outcome.Stopped(List.of()));

        node.await(run, RunState.CANCELED);
    }

    @Test
    void without_a_place_for_it_the_attempt_fails_with_its_limit() {
        var node = scene.with(LargeResults.NONE).node();
        var run = node.start(scene.sketches().of("a"));
        steps.attempt(run, "a", 1).end(LARGE);

        assertThat(node.await(run, RunState.FAILED).steps().getFirst().reason())
                .isEqualTo(Reason.PAYLOAD_LIMIT);
    }

    @Test
    void a_template_knows_the_version_and_the_attempt_it_is_for() {
        var node = scene.node();
        var run = node.start(scene.sketches().of(Sketches.retried("a")));
        steps.attempt(run, "a", 1).fail("X");
        node.await(run, RunState.WAITING);
        scene.clock().advance(Duration.ofSeconds(1));

        var facts = steps.attempt(run, "a", 2).task().scope().run();

        assertThat(facts.version()).isEqualTo(run.version());
        assertThat(facts.step()).isEqualTo(new io.agentrunner.catalog.Scope.At(1, 2));
        steps.attempt(run, "a", 2).complete("1");
        node.await(run, RunState.COMPLETED);
    }
}
