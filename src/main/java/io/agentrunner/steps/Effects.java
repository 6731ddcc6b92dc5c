package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.JavaValues;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.TemplateFailed;
import io.agentrunner.engine.SideEffects;
import io.agentrunner.run.Effect;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Does what was not done by an earlier attempt, and records it before it says what came of it. */
final class Effects {

    private static final String OURS = "context.";
    private static final int LONGEST_NAME = 200;

    private final SideEffects effects;
    private final Secrets secrets;
    private final Map<String, Queue<String>> recorded = new HashMap<>();

    Effects(SideEffects effects, Secrets secrets) {
        this.effects = effects;
        this.secrets = secrets;
        for (var effect : effects.recorded()) {
            recorded.computeIfAbsent(effect.name(), _ -> new ArrayDeque<>()).add(effect.value());
        }
    }

    /** The name of an effect that a step calls so. */
    static String own(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.startsWith(OURS)) {
            throw new IllegalArgumentException(
                    "a side effect's name has from 1 to %d characters and does not begin with %s: %s"
                            .formatted(LONGEST_NAME, OURS, name));
        }
        return name;
    }

    /** The name of an effect that the context itself has. */
    static String ours(String name) {
        return OURS + name;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // null where the work gave null
    <T> T once(String name, Type type, Callable<? extends T> work) throws Exception {
        var value = once(name, work, type);
        try {
            return (T) JavaValues.read(value, type);
        } catch (TemplateFailed unfit) {
            throw new StepFailed(
                    "SIDE_EFFECT",
                    "what was recorded as %s does not fit %s: %s"
                            .formatted(name, type.getTypeName(), unfit.getMessage()));
        }
    }

    JsonNode once(String name, Callable<?> work) throws Exception {
        return once(name, work, null);
    }

    private JsonNode once(String name, Callable<?> work, @Nullable Type type) throws Exception {
        var known = earlier(name);
        if (known != null) {
            return Json.parse(known);
        }
        var value = JavaValues.json(work.call(), type);
        var json = Keepable.json("side effect " + name, Masking.mask(value, secrets));
        record(new Effect(name, json));
        // As it would be read back: a later attempt must not see another value than this one.
        return Json.parse(json);
    }

    private synchronized @Nullable String earlier(String name) {
        var queue = recorded.get(name);
        return queue == null ? null : queue.poll();
    }

    private void record(Effect effect) throws Exception {
        try {
            effects.record(effect).toCompletableFuture().get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }
}
