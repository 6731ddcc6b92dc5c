package io.agentrunner.simulation;

import io.agentrunner.journal.JournalUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The way of one process to the database: it takes time, loses requests and answers, and breaks.
 * What is on it arrives even when the process is dead by then.
 */
final class Wire {

    private final Simulator simulator;
    private final SimulatedProcess process;
    private final Weather weather;
    private final List<Runnable> whenUp = new ArrayList<>();
    private long downUntil;

    Wire(Simulator simulator, SimulatedProcess process, Weather weather) {
        this.simulator = simulator;
        this.process = process;
        this.weather = weather;
    }

    boolean isUp() {
        return simulator.micros() >= downUntil;
    }

    /** Nothing passes for so long. */
    void breakFor(long micros) {
        downUntil = Math.max(downUntil, simulator.micros() + micros);
        simulator.after(micros, this::comesUp);
    }

    void repair() {
        downUntil = Math.min(downUntil, simulator.micros());
        comesUp();
    }

    private void comesUp() {
        if (isUp()) {
            var waiting = List.copyOf(whenUp);
            whenUp.clear();
            waiting.forEach(Runnable::run);
        }
    }

    /** Does that as soon as something passes, at once if it does. */
    void whenUp(Runnable action) {
        if (isUp()) {
            action.run();
        } else {
            whenUp.add(action);
        }
    }

    /** Asks something; who gets no answer doesn't know whether the question was heard. */
    <T> CompletionStage<T> ask(Supplier<T> statement) {
        var answer = new CompletableFuture<T>();
        send(
                () -> {
                    var found = statement.get();
                    return () -> answer.complete(found);
                },
                () ->
                        answer.completeExceptionally(
                                new JournalUnavailable("the database does not answer")));
        return answer;
    }

    /** Sends a statement whose answer is to be taken by its result, or {@code lost} is told. */
    void send(Supplier<Runnable> statement, Runnable lost) {
        if (!isUp() || weather.losesRequest()) {
            process.within(weather.timeout(), lost);
            return;
        }
        simulator.after(
                weather.travel(),
                () -> {
                    if (!process.isAlive() && weather.losesWithItsSender()) {
                        return;
                    }
                    if (weather.delaysBeyondPatience()) {
                        process.within(0, lost);
                        simulator.after(weather.timeout(), () -> execute(statement));
                        return;
                    }
                    var answer = statement.get();
                    if (!isUp() || weather.losesAnswer()) {
                        process.within(weather.timeout(), lost);
                    } else {
                        process.within(weather.travel(), answer);
                    }
                });
    }

    /** Nobody hears the answer. */
    private static void execute(Supplier<Runnable> statement) {
        var _ = statement.get();
    }
}
