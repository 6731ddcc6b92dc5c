package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.journal.JournalUnavailable;
import io.agentrunner.postgres.Database;
import io.agentrunner.postgres.DatabaseOptions;
import io.agentrunner.run.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away under load, and comes back. */
class OutageTest {

    @TempDir Path folder;

    @Test
    void runs_hold_what_they_have_while_the_database_is_away_and_then_go_on_by_themselves() {
        var options = new DatabaseOptions(folder, null, null, null);
        var database = Database.open(options);
        var made = new AtomicInteger();
        try (var scene = new Scene(database.settings(), HandClock.atPresent())) {
            var node = scene.with(new Counting(made)).node();
            var workflow =
                    scene.sketches()
                            .of(
                                    Sketches.step("a"),
                                    Sketches.step("b", "counting"),
                                    Sketches.step("c", "counting"));
            var runs = IntStream.range(0, 50).mapToObj(_ -> node.start(workflow)).toList();
            var attempts = runs.stream().map(run -> scene.steps.attempt(run, "a", 1)).toList();

            attempts.subList(0, 10).forEach(it -> it.complete("1"));
            database.close();
            attempts.subList(10, 40).forEach(it -> it.complete("1"));
            Node.until(() -> !node.held.isAvailable());
            assertThatThrownBy(() -> node.start(workflow)).isInstanceOf(JournalUnavailable.class);
            node.tick();
            attempts.subList(40, 50).forEach(it -> it.complete("1"));

            var again = Database.open(options);
            try {
                assertThat(again.settings()).isEqualTo(scene.database());
                Node.until(
                        () -> {
                            scene.clock().advance(Duration.ofMillis(10));
                            return node.engine.load().activeRuns() == 0;
                        });
                runs.forEach(run -> node.await(run, RunState.COMPLETED));
                assertThat(made).hasValue(100);
                runs.forEach(run -> assertThat(node.history(run)).hasSize(4));
                Node.until(node.held::isAvailable);
                scene.settle(node);
                node.crash();
            } finally {
                again.close();
            }
        } finally {
            database.close();
        }
    }

    private record Counting(AtomicInteger made) implements StepExecutor {
        @Override
        public String type() {
            return "counting";
        }

        @Override
        public Outcome execute(StepTask task) {
            made.incrementAndGet();
            return Outcome.completed("1");
        }
    }
}
