package io.agentrunner.ops;

import io.agentrunner.postgres.Migrations;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the tables are those that this program was made for. */
@Readiness
@ApplicationScoped
class MigrationsCheck implements AsyncHealthCheck {

    private static final String NAME = "migrations";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Migrations migrations;
    private volatile long freshUntil = System.nanoTime();

    MigrationsCheck(Migrations migrations) {
        this.migrations = migrations;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return isCurrent().map(ok -> HealthCheckResponse.builder().name(NAME).status(ok).build());
    }

    /** A good answer is kept for a while; it takes the database some work. */
    private Uni<Boolean> isCurrent() {
        if (System.nanoTime() - freshUntil < 0) {
            return Uni.createFrom().item(true);
        }
        return Uni.createFrom()
                .item(migrations::isCurrent)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(this::keep)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }

    private void keep(boolean good) {
        if (good) {
            freshUntil = System.nanoTime() + KEPT.toNanos();
        }
    }
}
