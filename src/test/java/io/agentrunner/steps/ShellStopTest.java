package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agentrunner.engine.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ShellStopTest extends ShellTest {

    private static final String STUBBORN =
            """
            trap '' TERM
            stubborn() { trap '' TERM; exec sh -c 'echo $$; while :; do sleep 1; done'; }
            stubborn &
            (stubborn &)
            (setsid sh -c 'trap "" TERM; echo $$; while :; do sleep 1; done'; :) &
            echo $$
            while :; do sleep 1; done
            """;

    @Test
    void a_tree_that_ignores_being_asked_is_ended_all_the_same() throws IOException {
        var task = command(STUBBORN);
        var outcome = begin(task);
        var pids = heardPids(task, 4);
        assertThat(pids).hasSize(4).allMatch(ShellTest::isAlive);
        assertThat(records()).isNotEmpty();
        task.stop().give();
        assertThat(outcome)
                .succeedsWithin(Duration.ofSeconds(20))
                .isInstanceOf(Outcome.Stopped.class);
        assertThat(pids).noneMatch(ShellTest::isAlive);
        assertThat(records()).isEmpty();
    }

    @Test
    void who_ends_when_asked_is_not_kept_waiting() {
        var task =
                command(
                        "trap 'echo cleaned up; exit 0' TERM; echo $$; while :; do sleep 0.05; done");
        var outcome = begin(task);
        heardPids(task, 1);
        task.stop().give();
        assertThat(outcome)
                .succeedsWithin(Duration.ofMillis(1_900))
                .isInstanceOf(Outcome.Stopped.class);
        assertThat(task.heard().lines()).contains("stdout: cleaned up");
    }

    @Test
    void what_is_left_in_the_background_ends_with_the_command() {
        var task = command("sleep 300 & echo $!; echo done");
        var outcome = begin(task);
        assertThat(outcome)
                .succeedsWithin(Duration.ofSeconds(20))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(task.heard().numbers()).hasSize(1).noneMatch(ShellTest::isAlive);
    }

    @Test
    void a_stop_that_comes_before_the_start_starts_nothing() throws IOException {
        var task = command("touch begun");
        task.stop().give();
        assertThat(run(task)).isInstanceOf(Outcome.Stopped.class);
        assertThat(workspace(task)).isEmptyDirectory();
    }

    @RepeatedTest(5)
    void a_stop_during_the_start_leaves_nothing_behind() throws IOException {
        var task = command("echo $$; exec sleep 300");
        var outcome = begin(task);
        await().pollInterval(Duration.ofMillis(1)).until(() -> !records().isEmpty());
        task.stop().give();
        assertThat(outcome)
                .succeedsWithin(Duration.ofSeconds(20))
                .isInstanceOf(Outcome.Stopped.class);
        assertThat(task.heard().numbers()).noneMatch(ShellTest::isAlive);
        assertThat(records()).isEmpty();
    }

    @Test
    void an_end_before_the_stop_is_told_as_it_was() {
        var task = command("exit 4");
        var outcome = run(task);
        task.stop().give();
        assertThat(Ended.failure(outcome).code()).isEqualTo("EXIT_4");
    }

    @Test
    void an_interrupted_attempt_leaves_nothing_behind() throws Exception {
        var task = command("echo $$; exec sleep 300");
        var thread =
                Thread.startVirtualThread(
                        () ->
                                assertThatThrownBy(() -> run(task))
                                        .hasRootCauseInstanceOf(InterruptedException.class));
        var pids = heardPids(task, 1);
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(3))).isTrue();
        assertThat(pids).noneMatch(ShellTest::isAlive);
    }
}
