package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.Appended.Lost;
import io.agentrunner.journal.Appended.Won;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;

/** Nodes that fight over the same runs with transitions of different lengths. */
class StormTest {

    private static final int WRITERS = 6;
    private static final int ATTEMPTS = 60;

    private final DatabaseSettings database = TestDatabase.fresh();
    private final AtomicInteger won = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    @RepeatedTest(3)
    void nobody_writes_over_anybody() throws Exception {
        try (var one = new TestNode(database);
                var other = new TestNode(database)) {
            var runs = new ArrayList<RunId>();
            for (int i = 0; i < 12; i++) {
                runs.add(one.won(Scenes.begin()).id());
            }
            fight(List.of(one, other), runs);

            Audit.of(one).check();
            assertThat(
                            one.value(
                                    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                    .isEqualTo(0L);
            assertThat(one.value("SELECT count(*) FROM journal")).isEqualTo(12L + won.get());
            assertThat(lost).as("fights").hasPositiveValue();
        }
    }

    private void fight(List<TestNode> nodes, List<RunId> runs) throws Exception {
        var writers = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var node : nodes) {
                for (int i = 0; i < WRITERS; i++) {
                    writers.add(threads.submit(() -> write(node, runs, new Random())));
                }
            }
        }
        for (var writer : writers) {
            writer.get();
        }
    }

    /** Reads, thinks, appends: sometimes on what it read long ago. */
    private void write(TestNode node, List<RunId> runs, Random random) {
        var views = new ArrayList<Run>();
        for (var run : runs) {
            views.add(load(node, run));
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            int which = random.nextInt(views.size());
            var view = views.get(which);
            var next = view.state().isTerminal() ? Scenes.begin() : next(view, random);
            switch (node.append(next)) {
                case Won _ -> won.incrementAndGet();
                case Lost _ -> lost.incrementAndGet();
                case Appended other -> throw new AssertionError(other);
            }
            if (random.nextBoolean()) {
                views.set(which, load(node, view.id()));
            }
        }
    }

    private static Transition next(Run run, Random random) {
        if (run.state() == RunState.WAITING) {
            return Scenes.resume(run);
        }
        return switch (random.nextInt(10)) {
            case 0 -> Scenes.await(run, Scenes.now());
            case 1 -> random.nextInt(20) == 0 ? Scenes.end(run) : Scenes.step(run);
            default -> Scenes.steps(run, 1 + random.nextInt(3));
        };
    }

    private static Run load(TestNode node, RunId id) {
        CompletionStage<Optional<Run>> loaded = node.journal.load(id);
        return TestNode.get(loaded).orElseThrow();
    }
}
