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

    private final Uni<Boolean> current;

    MigrationsCheck(Migrations migrations) {
        current =
                Uni.createFrom()
                        .item(migrations::isCurrent)
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                        .memoize()
                        .atLeast(KEPT);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return current.ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(false)
                .map(ok -> HealthCheckResponse.builder().name(NAME).status(ok).build());
    }
}
