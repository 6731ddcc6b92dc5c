package io.agentrunner.catalog;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lets any thread ask for work with the database, which is done in a context of its own. */
final class DatabaseContext {

    private final Vertx vertx;

    DatabaseContext(Vertx vertx) {
        this.vertx = vertx;
    }

    <T> CompletionStage<T> run(Supplier<Uni<T>> work) {
        var root = vertx.getOrCreateContext();
        var context = Objects.requireNonNull(VertxContext.createNewDuplicatedContext(root));
        VertxContextSafetyToggle.setContextSafe(context, true);
        var result = new CompletableFuture<T>();
        context.runOnContext(
                _ ->
                        Uni.createFrom()
                                .voidItem()
                                .chain(_ -> work.get())
                                .onFailure()
                                .transform(CatalogUnavailable::new)
                                .subscribe()
                                .with(result::complete, result::completeExceptionally));
        return result;
    }
}
