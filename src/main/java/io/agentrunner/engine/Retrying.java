package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.engine.Engine.Again;
import io.agentrunner.journal.IdempotencyKey;
import io.agentrunner.run.Forks;
import io.agentrunner.run.Run;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes a run again that did not succeed: what it has finished is taken over. */
record Retrying(Definitions definitions, Admission admission) {

    private static final byte[] NOTHING = {};

    /** However often it is asked for, there is one new run. */
    CompletionStage<Again> of(Run run, @Nullable String reason) {
        return definitions.of(run).thenCompose(published -> of(published, run, reason));
    }

    private CompletionStage<Again> of(Published published, Run run, @Nullable String reason) {
        var refused = Forks.refuseRetry(published.workflow(), run);
        return refused.isPresent()
                ? CompletableFuture.completedStage(new Again.Refused(run, refused.get()))
                : admission.start(request(published, run, reason)).thenApply(Again.Made::new);
    }

    private static StartRequest request(Published published, Run run, @Nullable String reason) {
        var created = run.created();
        var next = Forks.unfinished(published.workflow(), run).orElseThrow();
        return new StartRequest(
                published,
                created.inputs(),
                created.tags(),
                created.metadata(),
                created.priority(),
                created.correlationId(),
                null,
                new StartRequest.Fork(run.id(), run.seq(), Forks.finished(run, next), next, reason),
                null,
                created.timeout(),
                IdempotencyKey.of("retry", run.id().toString(), NOTHING));
    }
}
