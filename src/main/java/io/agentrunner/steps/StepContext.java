package io.agentrunner.steps;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.JavaValues;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.LiveOutput;
import io.agentrunner.engine.StepTask;
import io.agentrunner.engine.StopSignal;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import io.agentrunner.workflow.dsl.Context;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a step written in Java may want to know of the run and of the attempt it makes, and its way
 * to do things once: what {@link #sideEffect}, {@link #now}, {@link #random} and {@link #uuid} gave
 * is recorded before the step goes on, and a later attempt gets the same without doing it again.
 *
 * <p>An attempt that is made again finds the recorded values by their names, those of one name in
 * the order in which they came. So each attempt has to ask for them in the same order, from one
 * thread.
 */
public final class StepContext implements Context {

    private final StepTask task;
    private final Effects effects;

    StepContext(StepTask task, Secrets secrets) {
        this.task = task;
        this.effects = new Effects(task.effects(), secrets);
    }

    public RunId run() {
        return task.run();
    }

    @Override
    public String runId() {
        return run().toString();
    }

    /** The name of the run's workflow. */
    @Override
    public String workflow() {
        return task.created().workflow();
    }

    /** The version of the workflow that the run is pinned to. */
    @Override
    public String version() {
        return task.created().version();
    }

    /** What the run was started with. */
    public JsonNode inputs() {
        return Json.parse(task.created().inputs());
    }

    @Override
    public List<String> tags() {
        return task.created().tags();
    }

    public JsonNode metadata() {
        return Json.parse(task.created().metadata());
    }

    @Override
    public <T> T metadata(Class<T> type) {
        return type.cast(Objects.requireNonNull(JavaValues.read(metadata(), type)));
    }

    @Override
    public boolean isStopping() {
        return stop().isGiven();
    }

    @Override
    public void log(String line) {
        output().line("stdout", line);
    }

    @Override
    public @Nullable String correlationId() {
        return task.created().correlationId();
    }

    public StepKey step() {
        return task.step();
    }

    /** How often the run has come to this step: 1 for the first time. */
    @Override
    public int iteration() {
        return task.step().iteration();
    }

    @Override
    public int attempt() {
        return task.attempt();
    }

    /** The same for every attempt, so that a service called twice can tell. */
    @Override
    public String idempotencyKey() {
        return task.idempotencyKey();
    }

    /** Is given when the attempt has to end; its thread is interrupted, too. */
    public StopSignal stop() {
        return task.stop();
    }

    /** Shows lines at once. */
    public LiveOutput output() {
        return task.output();
    }

    /**
     * Does something that no later attempt of this step does again.
     *
     * @param type of the value, which is kept as JSON; secrets in it are masked
     * @return the value as it is kept
     * @throws Exception whatever the work throws, and then nothing is recorded
     */
    @Override
    public <T> T sideEffect(String name, Class<T> type, Callable<? extends T> work)
            throws Exception {
        return effects.once(Effects.own(name), type, work);
    }

    /**
     * The same for a value whose type has parameters: {@code new TypeReference<List<Order>>() {}}.
     */
    public <T> T sideEffect(String name, TypeReference<T> type, Callable<? extends T> work)
            throws Exception {
        return effects.once(Effects.own(name), type.getType(), work);
    }

    /** The same for a value that is wanted as JSON. */
    public JsonNode sideEffect(String name, Callable<?> work) throws Exception {
        return effects.once(Effects.own(name), work);
    }

    /** The time at which this attempt, or an earlier one, first came here. */
    @Override
    public Instant now() {
        return recorded("now", Instant.class, () -> Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    /** A number from 0 to below 1. */
    @Override
    public double random() {
        return recorded("random", Double.class, () -> ThreadLocalRandom.current().nextDouble());
    }

    @Override
    public UUID uuid() {
        return recorded("uuid", UUID.class, UUID::randomUUID);
    }

    private <T> T recorded(String name, Type type, Callable<T> work) {
        try {
            return effects.once(Effects.ours(name), type, work);
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (Exception stopped) {
            throw new IllegalStateException("the attempt is to end", stopped);
        }
    }
}
