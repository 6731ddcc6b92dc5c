package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.agentrunner.catalog.JavaCode;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.engine.StepTask;
import io.agentrunner.workflow.dsl.ErrorCode;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * {@code java}: calls a {@link NamedStep}, or the method of a workflow written in Java. What it
 * throws fails the attempt under the exception's simple name, or the code it carries; see {@link
 * StepFailed}.
 */
public final class JavaStep implements StepExecutor {

    private static final int LONGEST_TRACE = 16 * 1024;

    private final Templates templates;
    private final NamedSteps steps;
    private final JavaCode code;
    private final Outcomes outcomes;
    private final Secrets secrets;

    public JavaStep(Templates templates, Secrets secrets, NamedSteps steps, JavaCode code) {
        this.code = code;
        for (var name : steps.names()) {
            if (code.step(name).isPresent()) {
                throw new IllegalStateException(
                        "`%s` is a step of a workflow in Java and of a JavaSteps bean; give the latter another name"
                                .formatted(name));
            }
        }
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
                    var method = required(Settings.text("step", settings.required("step")));
                    return call(task, method, settings.find("with").orElse(NullNode.getInstance()));
                });
    }

    @Override
    public Optional<String> code(String settings) {
        return templates
                .fields(settings)
                .written("step")
                .flatMap(name -> find(name.asText()))
                .map(JavaMethod::hash);
    }

    private Optional<JavaMethod> find(String name) {
        return steps.find(name)
                .<JavaMethod>map(it -> it)
                .or(() -> code.step(name).map(it -> new DefinedMethod(it, code.hash(it))));
    }

    private JavaMethod required(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new StepFailed(
                                        "UNKNOWN_STEP",
                                        "no step is called %s here; known are %s"
                                                .formatted(name, steps.names())));
    }

    private Outcome call(StepTask task, JavaMethod method, JsonNode with) throws IOException {
        try (var _ = Interruption.on(task.stop())) {
            var result = awaited(method.call(with, new StepContext(task, secrets)));
            return outcomes.completed(method.json(result), List.of());
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
        return new StepFailed(code(thrown), Text.reason(thrown));
    }

    private static String code(Throwable thrown) {
        if (thrown instanceof HasCode coded) {
            return coded.code();
        }
        var type = thrown.getClass();
        var name = type.getName();
        return type.isAnnotationPresent(ErrorCode.class)
                ? ErrorCode.Of.type(type)
                : name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
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
