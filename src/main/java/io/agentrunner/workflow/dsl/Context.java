package io.agentrunner.workflow.dsl;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a step may want to know of the run and of the attempt it makes, and its way to do things
 * once: what {@link #sideEffect}, {@link #now}, {@link #random} and {@link #uuid} gave is recorded
 * before the step goes on, and a later attempt gets the same without doing it again.
 *
 * <p>An attempt that is made again finds the recorded values by their names, those of one name in
 * the order in which they came. So each attempt has to ask for them in the same order, from one
 * thread.
 */
public interface Context {

    /** The run's id, a UUIDv7. */
    String runId();

    /** The name of the run's workflow. */
    String workflow();

    /** The version of the workflow that the run is pinned to. */
    String version();

    List<String> tags();

    /** What was put beside the inputs when the run was started, as that type. */
    <T> T metadata(Class<T> type);

    @Nullable String correlationId();

    /** How often the run has come to this step: 1 for the first time. */
    int iteration();

    /** How often it was tried since; counts from 1. */
    int attempt();

    /** The same for every attempt, so that a service called twice can tell. */
    String idempotencyKey();

    /** Whether the attempt has to end; its thread is interrupted, too. */
    boolean isStopping();

    /** Shows a line on the run's page at once. It is not recorded. */
    void log(String line);

    /**
     * Does something that no later attempt of this step does again.
     *
     * @param type of the value, which is kept as JSON; secrets in it are masked
     * @return the value as it is kept
     * @throws Exception whatever the work throws, and then nothing is recorded
     */
    <T> T sideEffect(String name, Class<T> type, Callable<? extends T> work) throws Exception;

    /** The time at which this attempt, or an earlier one, first came here. */
    Instant now();

    /** A number from 0 to below 1. */
    double random();

    UUID uuid();
}
