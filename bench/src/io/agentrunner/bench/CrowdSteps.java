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

    private static final String ASK = "crowd.ask";
    private static final CrowdSteps ONLY = new CrowdSteps();

    private final Map<Integer, CompletableFuture<Integer>> asked = new ConcurrentHashMap<>();

    /** Makes the step known to this server, which looks for steps when it is built alone. */
    static CrowdSteps in(Product product) throws ReflectiveOperationException {
        var steps = product.bean(NamedSteps.class);
        if (!steps.names().contains(ASK)) {
            var add = NamedSteps.class.getDeclaredMethod("addAll", JavaSteps.class);
            add.setAccessible(true);
            add.invoke(steps, ONLY);
        }
        return ONLY;
    }

    @NamedStep(ASK)
    CompletionStage<Integer> ask(Question question) {
        return asked.computeIfAbsent(question.n(), _ -> new CompletableFuture<>());
    }

    /** How many wait for their answer. */
    int waiting() {
        return asked.size();
    }

    void answer(int n) {
        var waiting = asked.remove(n);
        if (waiting == null) {
            throw new IllegalStateException("nobody asks for " + n);
        }
        waiting.complete(n);
    }
}
