package io.agentrunner.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Plays one history after the other, each on one thread, several at a time. */
final class Search {

    private static final int MOST_FOUND = 10;

    /** What the engine says of made-up runs is nobody's concern; held, so that it stays silent. */
    private static final Logger ENGINE = Logger.getLogger("io.agentrunner.engine");

    private final Sabotage sabotage;
    private final AtomicLong next;
    private final long end;
    private final List<History.Result> found = new ArrayList<>();
    private long histories;
    private long commits;
    private long steps;
    private long micros;
    private long runs;
    private long nanos;

    private Search(Sabotage sabotage, long first, long count) {
        this.sabotage = sabotage;
        this.next = new AtomicLong(first);
        this.end = first + count;
    }

    /** Histories of so many seeds; fewer when enough are found that went wrong. */
    static Search of(Sabotage sabotage, long first, long count) {
        ENGINE.setLevel(Level.OFF);
        var search = new Search(sabotage, first, count);
        long begun = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofVirtual().start(search::play));
        }
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        search.nanos = System.nanoTime() - begun;
        return search;
    }

    private void play() {
        long seed = next.getAndIncrement();
        while (seed < end && !isEnough()) {
            add(History.of(seed, sabotage));
            seed = next.getAndIncrement();
        }
    }

    private synchronized boolean isEnough() {
        return found.size() >= MOST_FOUND;
    }

    private synchronized void add(History.Result result) {
        histories++;
        commits += result.commits();
        steps += result.steps();
        micros += result.micros();
        runs += result.runs();
        if (result.violation() != null) {
            found.add(result);
        }
    }

    /** What went wrong, and by which seed it can be seen again. */
    synchronized List<String> found() {
        return found.stream().map(it -> it.seed() + ": " + it.violation()).toList();
    }

    long histories() {
        return histories;
    }

    @Override
    public String toString() {
        return "%,d histories of %,d runs: %,d transitions, %,d steps, %.1f virtual days in %.1f s"
                .formatted(histories, runs, commits, steps, micros / 86_400e6, nanos / 1e9);
    }
}
