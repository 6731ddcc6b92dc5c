package io.agentrunner.simulation;

import io.agentrunner.journal.JournalContract;
import io.agentrunner.run.RunId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The simulated journal is one. */
class SimulatedJournalContractTest extends JournalContract {

    private static final long A_MINUTE = 60_000_000;

    private final Simulator simulator =
            new Simulator(1, Instant.now().truncatedTo(ChronoUnit.MICROS));
    private final SimulatedDatabase database = new SimulatedDatabase(simulator, Sabotage.NONE);
    private final Weather weather = new Weather(simulator);

    @Override
    protected Member join(UUID id) {
        var process = new SimulatedProcess(simulator, 0);
        var wire = new Wire(simulator, process, weather);
        var nodes = new SimulatedNodes(database, wire, id, "node");
        get(nodes.join());
        return new Member(
                new SimulatedJournal(database, process, wire, nodes::lease, Sabotage.NONE),
                nodes,
                new SimulatedRunQueue(database, wire, nodes::lease, Sabotage.NONE));
    }

    @Override
    protected <T> T get(CompletionStage<T> answer) {
        var done = answer.toCompletableFuture();
        long end = simulator.micros() + A_MINUTE;
        while (!done.isDone() && simulator.step(end)) {}
        return done.orTimeout(0, TimeUnit.SECONDS).join();
    }

    @Override
    protected List<RunId> asking(Member by) {
        return database.runs().stream()
                .filter(it -> it.asks() > 0)
                .map(it -> it.run().id())
                .toList();
    }

    @Override
    protected void loseNextRequest() {
        weather.loseNextRequest();
    }

    @Override
    protected void loseNextAnswer() {
        weather.loseNextAnswer();
    }

    @Override
    protected void delete(Member by, RunId run) {
        database.delete(run);
    }
}
