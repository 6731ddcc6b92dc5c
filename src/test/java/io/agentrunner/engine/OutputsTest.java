package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.agentrunner.run.RunState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What steps say while they work: the latest of it, live, and forgotten with the run. */
class OutputsTest {

    private final Scene scene = new Scene();
    private final Scripted steps = scene.steps;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void who_listens_hears_what_was_said_and_then_what_is() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var output = steps.attempt(run, "a", 1).task().output();
        output.line("stdout", "one");

        var listening = node.engine.output().listen(run.id(), line -> heard.add(line.text()));
        output.line("stderr", "two");
        listening.close();
        output.line("stdout", "three");

        assertThat(heard).containsExactly("one", "two");
        assertThat(node.engine.output().recent(run.id()))
                .extracting(LiveOutputs.Line::stream, LiveOutputs.Line::text)
                .containsExactly(
                        tuple("stdout", "one"), tuple("stderr", "two"), tuple("stdout", "three"));
    }

    @Test
    void the_latest_lines_are_kept() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var output = steps.attempt(run, "a", 1).task().output();

        for (int i = 0; i < 2_500; i++) {
            output.line("stdout", "line " + i);
        }
        assertThat(node.engine.output().recent(run.id()))
                .hasSize(2_000)
                .last()
                .extracting(LiveOutputs.Line::text)
                .isEqualTo("line 2499");

        output.line("stdout", "x".repeat(200_000));
        output.line("stdout", "y".repeat(200_000));
        assertThat(node.engine.output().recent(run.id())).hasSize(1);
    }

    @Test
    void a_run_that_leaves_is_forgotten_and_stays_so() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var output = steps.attempt(run, "a", 1).task().output();
        output.line("stdout", "one");
        var listening = node.engine.output().listen(run.id(), line -> heard.add(line.text()));

        steps.attempt(run, "a", 1).complete("1");
        node.await(run, RunState.COMPLETED);
        Node.until(() -> !node.isHere(run));
        Node.until(() -> node.engine.output().recent(run.id()).isEmpty());
        output.line("stdout", "from the grave");
        listening.close();

        assertThat(node.engine.output().recent(run.id())).isEmpty();
        assertThat(heard).containsExactly("one");
    }

    @Test
    void a_listener_that_fails_does_not_fail_the_step() {
        var node = scene.node();
        var run = node.start(scene.sketches().of("a"));
        var output = steps.attempt(run, "a", 1).task().output();
        node.engine
                .output()
                .listen(
                        run.id(),
                        _ -> {
                            throw new IllegalStateException("gone");
                        });
        node.engine.output().listen(run.id(), line -> heard.add(line.text()));

        output.line("stdout", "one");

        assertThat(heard).containsExactly("one");
    }
}
