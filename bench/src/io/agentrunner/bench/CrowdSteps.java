package io.agentrunner.bench;

import io.agentrunner.steps.JavaSteps;
import io.agentrunner.steps.NamedStep;
import io.agentrunner.steps.NamedSteps;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A step that ends when somebody outside answers it, which is here: on demand. */
public final class CrowdSteps implements JavaSteps {

    /** What a step asks, and what its answer is about. */
    record Question(int n) {}

    private final Map<Integer, CompletableFuture<Integer>> asked = new ConcurrentHashMap<>();

    /** Makes the step known to this server, which looks for steps when it is built alone. */
    static CrowdSteps in(Product product) throws ReflectiveOperationException {
        var steps = new CrowdSteps();
        var add = NamedSteps.class.getDeclaredMethod("addAll", JavaSteps.class);
        add.setAccessible(true);
        add.invoke(product.bean(NamedSteps.class), steps);
        return steps;
    }

    @NamedStep("crowd.ask")
    CompletionStage<Integer> ask(Question question) {
        return asked.computeIfAbsent(question.n(), _ -> new CompletableFuture<>());
    }

    /** How many wait for their answer. */
    int waiting() {
        return asked.size();
    }

    void answer(int n) {
        asked.remove(n).complete(n);
    }
}
