package io.agentrunner.simulation;

import io.agentrunner.run.Arrow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Plays one history after the other, each on one thread, several at a time. */
final class Search {

    /** What the engine says of made-up runs is nobody's concern; held, so that it stays silent. */
    private static final Logger ENGINE = Logger.getLogger("io.agentrunner.engine");

    private final AtomicLong next;
    private final long end;
    private final Consumer<History.Result> whenFound;
    private final long begun = System.nanoTime();
    private long histories;
    private long runs;
    private long commits;
    private long steps;
    private long micros;
    private final Map<Arrow, Long> visits = new TreeMap<>();

    Search(long first, long count, Consumer<History.Result> whenFound) {
        this.next = new AtomicLong(first);
        this.end = first + count;
        this.whenFound = whenFound;
    }

    /** What the engine has to say would be lines without end. */
    static void silence() {
        ENGINE.setLevel(Level.OFF);
    }

    /**
     * What came of some histories.
     *
     * @param violations the seeds of which something went wrong, and what
     * @param visits in how many histories an arrow was taken at least once
     */
    record Findings(List<String> violations, Map<Arrow, Long> visits) {}

    static Findings of(long first, long count) throws InterruptedException {
        var violations = Collections.synchronizedList(new ArrayList<String>());
        var search =
                new Search(first, count, it -> violations.add(it.seed() + ": " + it.violation()));
        search.run();
        System.out.println(search);
        return new Findings(violations, search.visits);
    }

    /** How many histories it takes to find that bug; {@code most} where it takes more. */
    static long find(Sabotage bug, long most) {
        silence();
        long seed = 1;
        while (seed < most && History.of(seed, bug).violation() == null) {
            seed++;
        }
        return seed;
    }

    void run() throws InterruptedException {
        silence();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofVirtual().start(this::play));
        }
        for (var thread : threads) {
            thread.join();
        }
    }

    private void play() {
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            var result = History.of(seed);
            add(result);
            if (result.violation() != null) {
                whenFound.accept(result);
            }
        }
    }

    private synchronized void add(History.Result result) {
        histories++;
        runs += result.runs();
        commits += result.commits();
        steps += result.steps();
        micros += result.micros();
        result.arrows().forEach(arrow -> visits.merge(arrow, 1L, Long::sum));
    }

    @Override
    public synchronized String toString() {
        return "%,d histories of %,d runs: %,d transitions, %,d steps, %.1f virtual days in %.1f s"
                .formatted(
                        histories,
                        runs,
                        commits,
                        steps,
                        micros / 86_400e6,
                        (System.nanoTime() - begun) / 1e9);
    }
}
