package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.StepTask;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * {@code java}: calls a {@link NamedStep}. What it throws fails the attempt under the exception's
 * simple name, or the code it carries; see {@link StepFailed}.
 */
public final class JavaStep implements StepExecutor {

    private static final int LONGEST_TRACE = 16 * 1024;

    private final Templates templates;
    private final NamedSteps steps;
    private final Outcomes outcomes;
    private final Secrets secrets;

    public JavaStep(Templates templates, Secrets secrets, NamedSteps steps) {
        this.templates = templates;
        this.steps = steps;
        this.secrets = secrets;
        this.outcomes = new Outcomes(secrets);
    }

    @Override
    public String type() {
        return "java";
    }

    @Override
    public Outcome execute(StepTask task) throws Exception {
        return outcomes.of(
                () -> {
                    var settings = Settings.of(task, templates);
                    var method = find(Settings.text("step", settings.required("step")));
                    return call(task, method, settings.find("with").orElse(NullNode.getInstance()));
                });
    }

    private NamedMethod find(String name) {
        return steps.find(name)
                .orElseThrow(
                        () ->
                                new StepFailed(
                                        "UNKNOWN_STEP",
                                        "no step is called %s here; known are %s"
                                                .formatted(name, steps.names())));
    }

    private Outcome call(StepTask task, NamedMethod method, JsonNode with) throws IOException {
        try (var _ = Interruption.on(task.stop())) {
            var result = awaited(method.call(with, new StepContext(task, secrets)));
            JsonNode json = Json.MAPPER.valueToTree(result);
            return outcomes.completed(json, List.of());
        } catch (InvocationTargetException | ExecutionException thrown) {
            return ended(task, cause(thrown));
        } catch (InterruptedException | IllegalAccessException | IllegalArgumentException e) {
            return ended(task, e);
        }
    }

    private static @Nullable Object awaited(@Nullable Object result)
            throws ExecutionException, InterruptedException {
        return switch (result) {
            case Uni<?> uni -> awaited(uni.subscribeAsCompletionStage());
            case CompletionStage<?> stage -> awaited(stage.toCompletableFuture());
            case null, default -> result;
        };
    }

    private static @Nullable Object awaited(CompletableFuture<?> future)
            throws ExecutionException, InterruptedException {
        try {
            return future.get();
        } finally {
            future.cancel(true);
        }
    }

    private Outcome ended(StepTask task, Throwable thrown) {
        return task.stop().isGiven() && isInterruption(thrown)
                ? new Outcome.Stopped(List.of())
                : outcomes.failed(failure(thrown), trace(thrown), List.of());
    }

    private static StepFailed failure(Throwable thrown) {
        if (thrown instanceof StepFailed failed) {
            return failed;
        }
        var name = thrown.getClass().getName();
        var simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
        return new StepFailed(
                thrown instanceof HasCode coded ? coded.code() : simple, Text.reason(thrown));
    }

    private static boolean isInterruption(Throwable thrown) {
        for (@Nullable Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof InterruptedException || at instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    private static Throwable cause(Exception wrapper) {
        var cause = wrapper.getCause();
        return cause == null ? wrapper : cause;
    }

    /** Masked before it is cut, since half a secret would not be found later. */
    private String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return Text.start(secrets.mask(text.toString()), LONGEST_TRACE);
    }
}
