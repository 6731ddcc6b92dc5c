package io.agentrunner.catalog;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lets any thread ask for work with the database, which is done in a context of its own. */
final class DatabaseContext {

    /** Classes of SQLSTATE. */
    private static final Set<String> HOPELESS = Set.of("22", "23", "42");

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
                                .onFailure(DatabaseContext::passes)
                                .transform(CatalogUnavailable::new)
                                .subscribe()
                                .with(result::complete, result::completeExceptionally));
        return result;
    }

    /** Whether it may work another time: not if it was the data, a rule or the statement. */
    private static boolean passes(Throwable failure) {
        if (failure instanceof SQLException refused && refused.getSQLState() != null) {
            return !HOPELESS.contains(refused.getSQLState().substring(0, 2));
        }
        return failure.getCause() == null || passes(failure.getCause());
    }
}
